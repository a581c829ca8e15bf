"""While the holidays of a year are not announced nobody is late for a hearing and no paper says a firm day."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.hearing.tell import tell_hearing
from govhall.casework.models import Case
from govhall.casework.services.recount import recount
from govhall.deadlines.calendar import refresh
from govhall.deadlines.holidays import enter_holidays, read_holidays
from govhall.deadlines.models import HolidayYear
from govhall.documents.models import Notice
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, acts, at, do, take_in, text
from tests.builders.world import COUNTY, HYGIENE, World

AUTUMN = datetime(2026, 9, 1, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 29, 2, tzinfo=UTC)  # the five days end on 6 January as far as is known
LATER = datetime(2027, 1, 8, 2, tzinfo=UTC)
NEXT_YEAR = {'year': 2027, 'source': '国办发明电〔2026〕1号', 'off': ['0101-0104', '0205-0212'], 'work': ['0130']}
MARK = '（暂定，节假日未公布）'


@pytest.fixture(autouse=True)
def _forget(world: World) -> Iterator[None]:
    """What a test imports is rolled back in the table; this process forgets it as well."""
    yield
    HolidayYear.objects.all().delete()
    refresh(now=True)


def announce(world: World, case: Case) -> None:
    enter_holidays(read_holidays(json.dumps(NEXT_YEAR).encode()), at=timezone.now())
    with hall_context(world.hall(COUNTY)):
        recount(uid=case.uid)


def told_in_december(world: World) -> tuple[Desk, Case]:
    desk, case = Desk.of_chief(world, COUNTY), world.receive(COUNTY, HYGIENE, at=DECEMBER)
    desk.do(accept_case, case.uid, at=DECEMBER)
    return desk, desk.do(tell_hearing, case.uid, at=DECEMBER)


def test_article_47_a_provisional_last_day_neither_ends_the_right_nor_lets_the_decision_pass(
    world: World, signed_in: SignedIn
) -> None:
    desk, case = told_in_december(world)
    address = at(COUNTY, f'cases/{case.uid}/')
    with time_machine.travel(LATER, tick=True):
        client = signed_in(desk.actor)
        refused = do(client, address, 'approve')
        assert (refused.status_code, '申请期没有定' in text(refused)) == (409, True)
        assert desk.case(case.uid).state == 'accepted'
        assert {'hearing-ask', 'hearing-waive'} <= acts(client.get(address))
        assert do(client, address, 'hearing-ask', party='').status_code == 303
        where = {'day': '2027-03-01', 'hour': '09:30', 'place': '三楼', 'host': '孙主持'}
        assert do(client, address, 'hearing-call', **where).status_code == 303  # the last day to hold it may move too


def test_article_47_near_miss_the_announced_last_day_ends_both(world: World, signed_in: SignedIn) -> None:
    desk, case = told_in_december(world)
    address = at(COUNTY, f'cases/{case.uid}/')
    announce(world, case)
    with time_machine.travel(LATER, tick=True):
        client = signed_in(desk.actor)
        assert not {'hearing-ask', 'hearing-waive'} & acts(client.get(address))
        assert do(client, address, 'hearing-ask', party='').status_code == 409
        assert do(client, address, 'approve').status_code == 303


@pytest.mark.parametrize(('now', 'is_firm'), [(AUTUMN, True), (DECEMBER, False)], ids=['announced', 'not-announced'])
def test_article_32_no_paper_promises_acceptance_by_a_day_that_may_move(
    world: World, signed_in: SignedIn, now: datetime, is_firm: bool
) -> None:
    desk = Desk.of_chief(world, COUNTY)
    with time_machine.travel(now, tick=True):
        client = signed_in(desk.actor)
        counter = text(client.get(at(COUNTY, f'counter/{HYGIENE}/')))
        address = take_in(client, COUNTY, HYGIENE)
        page, receipt = text(client.get(address)), text(client.get(f'{address}receipt/'))
        with hall_context(world.hall(COUNTY)):
            paper = str(Notice.objects.get(code='01').content)
            Notice.objects.all().delete()
        bare = text(client.get(f'{address}receipt/'))
        assert do(client, address, 'accept').status_code == 303
        do(client, address, 'hearing-tell', parties='')
        with hall_context(world.hall(COUNTY)):
            right = str(Notice.objects.get(code='A4').content)
    assert [('自收件之日起即为受理' in one, MARK in one) for one in (paper, receipt, bare)] == [
        (is_firm, not is_firm)
    ] * 3
    assert ('到期不告知视为受理' in page) is is_firm
    assert [MARK in one for one in (counter, right)] == [not is_firm] * 2


def test_a_villager_reads_the_same_on_tracking(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE, at=DECEMBER)
    with time_machine.travel(DECEMBER, tick=True):
        page = text(Client().post('/track/', {'number': case.number, 'word': case.query_word}))
    assert '就算已经受理' not in page
