"""Versions of matters: kept for ever, retired by date, and a case goes on under its own."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from federation.contracts.catalogue import MatterEntered
from govhall.catalogue.authority import require
from govhall.catalogue.entries import entry_of, store
from govhall.catalogue.models import Matter, MatterVersion
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.routing import route
from govhall.catalogue.rules import Mode, Power
from govhall.catalogue.selectors import matter, may_take
from govhall.catalogue.services import retire_matter
from govhall.catalogue.services.matter_retirement import NoSuchMatter, RetiredBeforeItBegan
from tests.flow.catalogue.world import (
    COUNTY_HALL,
    LONG_AGO,
    MATTER,
    NOW,
    SECOND,
    enter_halls,
    enter_matter,
    enter_organs,
    give,
)

pytestmark = pytest.mark.usefixtures('empty_catalogue')


@pytest.fixture(autouse=True)
def _catalogue(empty_catalogue: None) -> None:
    enter_organs()
    enter_matter()
    enter_halls()
    give(Mode.OWN, hall=COUNTY_HALL)


def test_each_version_stays_readable_whatever_order_they_arrive_in() -> None:
    enter_matter(version=3, name='第三版')
    enter_matter(version=2, name='第二版')
    assert matter(MATTER).name == '第三版'
    assert [matter(MATTER, version=number).name for number in (1, 2, 3)] == ['食品经营许可', '第二版', '第三版']
    assert MatterVersion.objects.filter(code=MATTER).count() == 3


def test_version_that_never_arrived_is_answered_with_the_one_that_did() -> None:
    assert matter(MATTER, version=9).version == 1


def test_row_becomes_the_message_that_made_it() -> None:
    entry = entry_of(MatterEntered, Matter.objects.get(code=MATTER))
    assert (entry.code, entry.version, entry.everyday_words) == (MATTER, 1, ['开餐馆', 'spjy'])
    assert not store(entry)


def test_retired_matter_is_received_nowhere_from_that_second_on() -> None:
    assert retire_matter(code=MATTER, at=NOW) == 2
    assert may_take(MATTER, COUNTY_HALL, NOW - SECOND)
    assert not may_take(MATTER, COUNTY_HALL, NOW)
    with pytest.raises(UnknownMatter):
        require(matter=MATTER, hall=COUNTY_HALL, power=Power.RECEIVE, at=NOW)


def test_case_received_before_the_retirement_is_finished() -> None:
    retire_matter(code=MATTER, at=NOW)
    later = NOW + timedelta(days=3)
    before = NOW - SECOND
    relied = require(matter=MATTER, hall=COUNTY_HALL, power=Power.ACCEPT, at=later, received=before)
    assert relied.mode is Mode.OWN
    assert route(matter=MATTER, hall=COUNTY_HALL, at=later, received=before).decider == COUNTY_HALL
    with pytest.raises(UnknownMatter):
        require(matter=MATTER, hall=COUNTY_HALL, power=Power.ACCEPT, at=later, received=NOW)


def test_retiring_twice_unknown_or_before_the_beginning_is_refused_and_changes_nothing() -> None:
    with pytest.raises(RetiredBeforeItBegan):
        retire_matter(code=MATTER, at=LONG_AGO)
    retire_matter(code=MATTER, at=NOW)
    for code in (MATTER, '000000000000'):
        with pytest.raises(NoSuchMatter):
            retire_matter(code=code, at=NOW)
    assert Matter.objects.get(code=MATTER).version == 2


def test_command_retires_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    call_command('retire_matter', MATTER, '--on', '2026-12-01')
    assert 'version 2' in capsys.readouterr().out
    ended = Matter.objects.get(code=MATTER).valid_to
    assert ended is not None
    assert ended.isoformat() == '2026-11-30T16:00:00+00:00'
    with pytest.raises(CommandError, match='没有查到'):
        call_command('retire_matter', MATTER, '--on', '2026-12-01')
