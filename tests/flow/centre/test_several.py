"""Several cases at once: each in its own transaction by its own rule, an answer for each, and nothing twice."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from govhall.casework.models import Case, CaseEvent
from tenants.context import hall_context
from tenants.models import Membership
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, take_in, text
from tests.builders.world import BIRTH, COUNTY, DISABLED, HYGIENE, TOWNSHIP, World

SEVERAL = at(TOWNSHIP, 'worklist/several/')


def boxes(page: HttpResponse) -> list[str]:
    return re.findall(r'name="ticked" value="([^"]+)"', page.content.decode())


def press(client: Client, word: str, ticked: list[str], hall: str = TOWNSHIP) -> HttpResponse:
    """Post what is ticked and follow to the page with the answers."""
    answer = client.post(at(hall, 'worklist/several/'), {'do': word, 'ticked': ticked})
    assert answer.status_code == 303
    return client.get(answer.headers['Location'])


def events(world: World, kind: str, hall: str = TOWNSHIP) -> int:
    with hall_context(world.hall(hall)):
        return CaseEvent.objects.filter(kind=kind).count()


def test_several_are_accepted_and_then_signed_and_each_is_told(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    for _ in range(3):
        take_in(chief, TOWNSHIP, BIRTH)
    page = chief.get(at(TOWNSHIP, 'worklist/?show=intake'))
    assert [label for label in ('受理', '签发（准予）') if f'>{label}</button>' in page.content.decode()] == ['受理']
    told = press(chief, 'accept', boxes(page))
    assert '已受理 3 件' in text(told) and '没有办' not in text(told)
    page = chief.get(at(TOWNSHIP, 'worklist/?show=decide'))
    told = press(chief, 'approve', boxes(page)[:2])
    assert '已签发 2 件' in text(told)
    assert (events(world, 'accept'), events(world, 'approve')) == (3, 2)


def test_what_a_rule_forbids_holds_up_no_other_and_says_why(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    lacking = take_in(chief, TOWNSHIP, DISABLED, papers=0)
    take_in(chief, TOWNSHIP, DISABLED)
    told = press(chief, 'accept', boxes(chief.get(at(TOWNSHIP, 'worklist/?show=intake'))))
    assert '已受理 1 件，1 件没有办' in text(told)
    assert '还缺必交的材料' in text(told) and lacking in told.content.decode()
    assert events(world, 'accept') == 1


def test_a_button_pressed_twice_does_nothing_twice(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    take_in(chief, TOWNSHIP, DISABLED)
    ticked = boxes(chief.get(at(TOWNSHIP, 'worklist/?show=intake')))
    press(chief, 'accept', ticked)
    again = press(chief, 'accept', [*ticked, *ticked])
    assert '已受理 1 件' in text(again) and '没有重复办理' in text(again)
    assert events(world, 'accept') == 1


def test_what_somebody_else_has_changed_meanwhile_is_not_done(world: World, signed_in: SignedIn) -> None:
    chief, other = signed_in(world.chief(TOWNSHIP)), signed_in(world.chief(TOWNSHIP))
    take_in(chief, TOWNSHIP, DISABLED)
    ticked = boxes(chief.get(at(TOWNSHIP, 'worklist/?show=intake')))
    press(other, 'accept', ticked)
    assert '已受理 0 件，1 件没有办' in text(press(chief, 'accept', ticked))
    assert events(world, 'accept') == 1


def test_who_may_not_act_gets_no_box_and_changes_nothing(world: World, signed_in: SignedIn) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    supervisor = signed_in(world.person(TOWNSHIP, Role.SUPERVISOR))
    assert boxes(supervisor.get(at(TOWNSHIP, 'worklist/?show=todo'))) == []
    assert supervisor.post(SEVERAL, {'do': 'accept', 'ticked': f'{case.uid}.1'}).status_code == 403
    reviewer = signed_in(world.person(TOWNSHIP, Role.REVIEWER))
    assert '1 件没有办' in text(press(reviewer, 'approve', [f'{case.uid}.1']))
    assert world.case(TOWNSHIP, case.uid).version == case.version


def test_a_case_of_another_department_is_as_one_that_does_not_exist(world: World, signed_in: SignedIn) -> None:
    case = world.receive(COUNTY, HYGIENE)
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=case.uid).update(department='TJWJ', received_by=None)
    clerk = world.person(COUNTY, Role.CLERK)
    Membership.objects.filter(person_id=clerk.person_id).update(department='TJLY')
    told = text(press(signed_in(clerk), 'accept', [f'{case.uid}.1'], COUNTY))
    assert '没有这件办件' in told and case.number not in told
    assert world.case(COUNTY, case.uid).version == case.version


@pytest.mark.parametrize('ticked', [[], ['x'], ['x.1', '']])
def test_nothing_ticked_is_said(world: World, signed_in: SignedIn, ticked: list[str]) -> None:
    page = press(signed_in(world.clerk(TOWNSHIP)), 'accept', ticked)
    assert '请先在要办的件前面打勾' in text(page)


def test_without_script_all_of_a_page_are_ticked_by_a_link(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.clerk(TOWNSHIP))
    world.receive(TOWNSHIP, BIRTH)
    page = client.get(at(TOWNSHIP, 'worklist/?show=intake')).content.decode()
    (href,) = re.findall(r'<a href="([^"]*)">本页全部打勾', page)
    ticked = client.get(at(TOWNSHIP, f'worklist/{href.replace("&amp;", "&")}')).content.decode()
    assert (page.count(' checked>'), ticked.count(' checked>')) == (0, 1)
    assert client.post(SEVERAL, {'do': 'other', 'ticked': 'x.1'}).status_code == 404
    assert client.get(SEVERAL).status_code == 303
