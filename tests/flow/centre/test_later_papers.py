"""容缺: what is to be brought later stands in the worklist by its day, and in the bar once the day has come."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from govhall.casework.models import Case
from govhall.deadlines.models import Deadline
from tenants.roles import Role
from tests.builders.files import keep_in
from tests.builders.forms import RELIEF, formed, posted
from tests.builders.screen import SignedIn, at, do, signed_in, text
from tests.builders.system import System
from tests.builders.world import TOWNSHIP, World

__all__ = ['formed', 'signed_in']
PROOF = f'{RELIEF}-03'
LIST = at(TOWNSHIP, 'worklist/')
DUE = '容缺到期未补'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    keep_in(settings, tmp_path)


@pytest.fixture
def chief(formed: World, signed_in: SignedIn) -> Client:
    return signed_in(formed.chief(TOWNSHIP))


@pytest.fixture
def address(chief: Client) -> str:
    values = posted(RELIEF, then='accept')
    del values[f'paper-{PROOF}']
    answer = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), values | {f'later-{PROOF}': '1'})
    assert answer.status_code == 303, text(answer)
    return str(answer['Location'])


@pytest.fixture
def case(formed: World, address: str) -> Case:
    return formed.case(TOWNSHIP, UUID(address.rstrip('/').rsplit('/', 1)[1]))


@pytest.fixture
def until(case: Case) -> Any:
    return Deadline.objects.get(hall=TOWNSHIP, case=case.uid, kind='later').due_on


def on(day: Any, hour: int = 2) -> Any:
    return time_machine.travel(datetime.combine(day, time(hour), UTC), tick=False)


def due_over_graphql(world: World) -> list[str]:
    answer = System.of(world, TOWNSHIP, Role.CHIEF).ask('{ cases(show: LATER_DUE) { cases { number } } }')
    return [one['number'] for one in answer['cases']['cases']]


def test_what_is_awaited_is_listed_by_its_day_and_not_in_the_bar_before(
    formed: World, signed_in: SignedIn, chief: Client, case: Case, until: Any
) -> None:
    assert until == next(one.until for one in case.papers if one.code == PROOF)
    page = text(chief.get(LIST, {'show': 'later'}))
    assert '等补交：遭遇困难的证明材料' in page and '容缺待补交 1 件' in page
    assert DUE not in page
    assert '等补交' in text(signed_in(formed.person(TOWNSHIP, Role.SUPERVISOR)).get(LIST, {'show': 'later'}))


def test_on_its_day_the_bar_warns_until_it_is_brought(
    formed: World, signed_in: SignedIn, address: str, case: Case, until: Any
) -> None:
    with on(until):
        chief = signed_in(formed.chief(TOWNSHIP))
        assert DUE in text(chief.get(at(TOWNSHIP, 'counter/')))
        page = text(chief.get(LIST, {'show': 'later_due'}))
        assert f'{DUE} 1 件' in page and '请打电话催申请人补交' in page
        assert due_over_graphql(formed) == [case.number]
        assert do(chief, address, 'bring-later', papers=[PROOF]).status_code == 303
        assert due_over_graphql(formed) == []
        assert DUE not in text(chief.get(at(TOWNSHIP, 'counter/')))
    assert not Deadline.objects.filter(case=case.uid, kind='later').exists()


def test_after_its_day_it_stands_there_as_overdue(formed: World, signed_in: SignedIn, case: Case, until: Any) -> None:
    with on(until + timedelta(days=2)):
        assert '已超' in text(signed_in(formed.chief(TOWNSHIP)).get(LIST, {'show': 'later_due'}))


def test_who_may_not_open_the_case_does_not_count_it(formed: World, signed_in: SignedIn, case: Case) -> None:
    stranger = signed_in(formed.person(TOWNSHIP, Role.ADMINISTRATOR))
    assert stranger.get(LIST, {'show': 'later'}).status_code == 403


def test_a_case_that_has_ended_awaits_nothing(chief: Client, address: str, until: Any, case: Case) -> None:
    assert do(chief, address, 'withdraw', reason='不办了').status_code == 303
    assert not Deadline.objects.filter(case=case.uid, kind='later').exists()
