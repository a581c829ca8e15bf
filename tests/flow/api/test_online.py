"""The queue of online applications as another system sees it: masked, by the page, received or returned once."""

import pytest

from govhall.applications.models import OnlineApplication
from govhall.applications.services.application import begin_application
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.applying import filled
from tests.builders.system import System
from tests.builders.world import BIRTH, TOWNSHIP, World

QUEUE = """query ($after: String) { onlineApplications(after: $after) { endCursor applications {
    uid number version matter applicant { name } papers { code files { hash } } due late } } }"""
RETURN = 'mutation ($input: ReturnOnlineInput!) { returnOnline(input: $input) { code message field } }'


@pytest.fixture
def one(world: World) -> OnlineApplication:
    with hall_context(world.hall(TOWNSHIP)):
        return begin_application(matter=BIRTH, filled=filled())


def test_the_queue_is_masked_and_received_once(world: World, one: OnlineApplication) -> None:
    window = System.of(world, TOWNSHIP, Role.CLERK)
    page = window.ask(QUEUE)['onlineApplications']
    assert (page['endCursor'], len(page['applications'])) == (None, 1)
    seen = page['applications'][0]
    assert (seen['number'], seen['applicant']['name'], seen['late']) == (one.number, '张**', False)
    given = {'uid': seen['uid'], 'version': seen['version']}
    answer = window.send('receiveOnline', **given)
    assert (answer['code'], answer['case']['number'], answer['case']['state']) == (None, one.number, 'RECEIVED')
    assert window.send('receiveOnline', **given)['code'] == 'STALE_VERSION'
    assert window.ask(QUEUE)['onlineApplications']['applications'] == []


def test_it_is_returned_with_a_reason_only(world: World, one: OnlineApplication) -> None:
    window = System.of(world, TOWNSHIP, Role.CLERK)
    given = {'uid': str(one.uid), 'version': one.version}
    empty = window.ask(RETURN, input=given | {'reason': ' '})['returnOnline']
    assert (empty['code'], empty['field']) == ('REASON_MISSING', 'reason')
    assert window.ask(RETURN, input=given | {'reason': '照片看不清'})['returnOnline']['code'] is None
    assert window.ask(RETURN, input=given | {'reason': '照片看不清'})['returnOnline']['code'] == 'STALE_VERSION'


def test_who_has_no_window_sees_and_does_nothing(world: World, one: OnlineApplication) -> None:
    reviewer = System.of(world, TOWNSHIP, Role.REVIEWER)
    assert reviewer.fails(QUEUE) == 'NOT_YOUR_ROLE'
    given = {'uid': str(one.uid), 'version': one.version}
    assert reviewer.send('receiveOnline', **given)['code'] == 'NOT_YOUR_ROLE'
    assert reviewer.ask(RETURN, input=given | {'reason': '不全'})['returnOnline']['code'] == 'NOT_YOUR_ROLE'
    assert System.of(world, TOWNSHIP, Role.CLERK).fails(QUEUE, after='x') == 'BAD_CURSOR'


def test_a_reason_is_never_cut(world: World, one: OnlineApplication) -> None:
    window = System.of(world, TOWNSHIP, Role.CLERK)
    given = {'uid': str(one.uid), 'version': one.version, 'reason': '看' * 301}
    answer = window.ask(RETURN, input=given)['returnOnline']
    assert (answer['code'], answer['field']) == ('MAX_LENGTH', 'reason')
    assert window.ask(RETURN, input=given | {'reason': '看' * 300})['returnOnline']['code'] is None  # nothing changed
