"""A licence from before this system is ended by the organ's decision, and everybody who verifies it learns that."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget
from govhall.licences.models import LicenceEntry
from govhall.licences.rules.kinds import CaseKind
from govhall.portal import attempts
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.licences import NAME, OLD, bring_in, entries
from tests.builders.screen import SignedIn, at, text
from tests.builders.state import everything, refused
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

REGISTER = at(COUNTY, 'licences/')
TODAY = timezone.localdate()
DECISION = {'ground': 'fraud', 'document': '通卫撤〔2026〕3号', 'since': TODAY.isoformat()}
PUBLIC = '/verify/licence/'
FOUND = '{ licences(number: "%s") { uid number holder standing standingLabel followedBy caseNumber } }'


END = 'mutation ($given: EndLicenceInput!) { endLicence(input: $given) { code message id } }'


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def entry(world: World) -> LicenceEntry:
    Matter.objects.filter(code=HYGIENE).update(certificate=NAME)
    forget()
    (found,) = bring_in(world, COUNTY)
    return found


@pytest.fixture
def chief(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(COUNTY))


def address(entry: LicenceEntry) -> str:
    return f'{REGISTER}{entry.uid}/end/'


def kept(world: World) -> LicenceEntry:
    return entries(world, COUNTY)[0]


def public(number: str = OLD, hall: str = COUNTY) -> Any:
    return Client().post(PUBLIC, {'licence': number, 'hall': hall})


@pytest.mark.parametrize(
    ('ground', 'standing', 'kind'),
    [('fraud', '已撤销', 'revoke'), ('penalty', '已吊销', 'revoke'), ('asked', '已注销', 'cancel')],
)
def test_it_is_ended_with_number_and_day_and_the_public_is_told(
    world: World, chief: Client, entry: LicenceEntry, ground: str, standing: str, kind: str
) -> None:
    assert '这本证照现在有效' in text(public())
    assert address(entry) in chief.get(REGISTER).content.decode()
    page = text(chief.get(address(entry)))
    assert OLD in page and '张小明' not in page
    answer = chief.post(address(entry), DECISION | {'ground': ground})
    assert answer.status_code == 303, text(answer)
    listed = text(chief.get(answer.headers['Location']))
    assert standing in listed and DECISION['document'] in listed
    followed = kept(world).followed
    assert followed and (followed.kind, followed.number, followed.on) == (kind, DECISION['document'], TODAY)
    told = text(public('川通卫公证字[2022]第0815号'))
    assert standing in told and DECISION['document'] in told and f'{TODAY.month}月{TODAY.day}日' in told
    assert '张小' not in told
    [noted] = AuditEntry.objects.filter(action='licence_ended')
    assert (noted.subject, noted.detail['document']) == (OLD, DECISION['document'])
    assert address(entry) not in chief.get(REGISTER).content.decode()
    assert chief.post(address(entry), DECISION).status_code == 409


def test_what_was_ended_is_not_renewed(world: World, chief: Client, entry: LicenceEntry) -> None:
    chief.post(address(entry), DECISION)
    application = world.application(HYGIENE, about=CaseKind.RENEW, first_number=OLD)
    with refused('RESULT_ENDED'):
        Desk.of_chief(world, COUNTY).receive(application)


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'ground': ''}, '依据'),
        ({'ground': 'mood'}, '依据'),
        ({'document': ' '}, '文号'),
        ({'since': (TODAY + timedelta(days=1)).isoformat()}, '决定日期应在'),
        ({'since': '1999-01-01'}, '决定日期应在'),
    ],
)
def test_what_is_not_founded_changes_nothing(
    world: World, chief: Client, entry: LicenceEntry, changes: dict[str, str], said: str
) -> None:
    before = everything()
    answer = chief.post(address(entry), DECISION | changes)
    assert (answer.status_code, said in text(answer)) == (422, True), text(answer)
    assert everything() == before


@pytest.mark.parametrize('role', [Role.CLERK, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR])
def test_only_who_decides_may(world: World, signed_in: SignedIn, entry: LicenceEntry, role: Role) -> None:
    other = signed_in(world.person(COUNTY, role))
    assert other.get(address(entry)).status_code == 403
    assert other.post(address(entry), DECISION).status_code == 403
    assert kept(world).followed is None


def test_a_letter_for_the_matter_is_asked_for(world: World, signed_in: SignedIn, entry: LicenceEntry) -> None:
    before = everything()
    answer = signed_in(world.person(COUNTY, Role.APPROVER)).post(address(entry), DECISION)
    assert answer.status_code in (403, 422)
    assert everything() == before


def test_an_open_application_on_it_is_decided_first(world: World, chief: Client, entry: LicenceEntry) -> None:
    Desk.of_chief(world, COUNTY).receive(world.application(HYGIENE, about=CaseKind.RENEW, first_number=OLD))
    answer = chief.post(address(entry), DECISION)
    assert (answer.status_code, '正在办理' in text(answer)) == (409, True)
    assert kept(world).followed is None


def test_the_register_over_graphql_is_what_the_page_shows(world: World, entry: LicenceEntry) -> None:
    system = System.of(world, COUNTY, Role.CHIEF, powers=('decide',))
    [one] = system.ask(FOUND % '川通卫公证字[2022]第0815号')['licences']
    assert (one['number'], one['standing'], one['caseNumber']) == (OLD, 'valid', '')
    assert one['holder'] == '张**'
    said = {'licence': one['uid'], 'ground': 'PENALTY', 'document': '通卫罚〔2026〕1号'}
    answer = system.ask(END, given=said)['endLicence']
    assert (answer['code'], answer['id']) == (None, one['uid']), answer
    [one] = system.ask(FOUND % OLD)['licences']
    assert (one['standingLabel'], one['followedBy']) == ('已吊销', '通卫罚〔2026〕1号')
    assert system.fails(FOUND % '没有这个号') == 'NO_SUCH_LICENCE'


@pytest.mark.parametrize(('hall', 'role'), [(COUNTY, Role.ADMINISTRATOR), (TOWNSHIP, Role.AGENT)])
def test_who_may_not_see_the_page_is_refused_over_graphql(
    world: World, entry: LicenceEntry, hall: str, role: Role
) -> None:
    assert System.of(world, hall, role).fails(FOUND % OLD) == 'NOT_YOUR_ROLE'


def test_the_public_learns_no_holder_and_machines_are_slowed_down(
    world: World, entry: LicenceEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, 'LICENCES', 3)
    page = text(public())
    assert NAME in page and '张' not in page
    assert (public('没有这个号').status_code, public(hall=TOWNSHIP).status_code) == (404, 404)
    assert '太' in text(public()) and NAME not in text(public())
