"""The judge: it counts and hashes as the product must, and says what is wrong."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.figures import compare as compare_figures
from deploy.demo.figures import within
from deploy.demo.judge.cases import Seen, compare
from deploy.demo.judge.evidence import chain_fault, hash_of
from deploy.demo.judge.travel import Traffic
from deploy.demo.player.acts import decided_here
from deploy.demo.workdays import workdays_after
from govhall.casework.models import CaseEvent
from govhall.kernel.chain import GENESIS, link
from govhall.kernel.workdays import CALENDAR

HALL = 'TJNS0001'
EXPECTED = decided_here(HALL, rating=1)
SEEN = Seen('delivered', 'held', 'approved', HALL, True, 1, '某局', events=4)
CASE = '0198a7f0-0000-7000-8000-000000000001'


@pytest.mark.parametrize('days', [1, 5, 20, 45])
def test_the_own_count_of_working_days_agrees_with_the_product_from_every_day(days: int) -> None:
    for offset in range(2 * 365):
        start = date(2025, 1, 1) + timedelta(days=offset)
        assert workdays_after(start, days) == CALENDAR.add(start, days).day


def test_a_story_seen_as_expected_has_nothing_wrong() -> None:
    assert compare(EXPECTED, {HALL: SEEN}) == []


@pytest.mark.parametrize(
    'change',
    [
        {'state': 'approved'},
        {'custody': 'watching'},
        {'outcome_hall': 'PCXZ0001'},
        {'delivered': False},
        {'rating': None},
        {'events': 0},
    ],
)
def test_each_difference_of_a_hall_is_told(change: dict[str, Any]) -> None:
    assert len(compare(EXPECTED, {HALL: replace(SEEN, **change)})) == 1


def test_a_hall_that_should_not_know_the_case_and_one_that_should_are_told() -> None:
    assert compare(EXPECTED, {'PCXZ0001': SEEN}) == [
        'PCXZ0001: knows the case and should not',
        f'{HALL}: does not know the case',
    ]


def test_the_organ_is_judged_where_the_story_names_it() -> None:
    named = decided_here(HALL, rating=1, organ='通江县市场监督管理局')
    assert compare(named, {HALL: SEEN}) == [f"{HALL}: organ should be '通江县市场监督管理局' and is '某局'"]


def _chain() -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    tip = GENESIS
    for place, kind in enumerate(['receive', 'accept', 'approve'], start=1):
        event = CaseEvent(case_id=CASE, seq=place, kind=kind, at=datetime.now(UTC), hall=HALL, data={'理由': [1, None]})
        tip, previous = link(tip, event.body()), tip
        names = ('case_id', 'seq', 'kind', 'at', 'hall', 'actor', 'actor_name', 'data')
        events.append({name: getattr(event, name) for name in names} | {'previous': previous, 'hash': tip})
    return events


def test_a_chain_made_by_the_product_holds_by_the_own_count() -> None:
    assert chain_fault(_chain()) == ''


def test_a_changed_event_breaks_the_chain_even_if_its_own_hash_is_made_to_fit() -> None:
    events = _chain()
    events[1]['kind'] = 'refuse'
    assert chain_fault(events) == 'event 2 does not follow from the one before'
    events[1]['hash'] = hash_of(events[0]['hash'], events[1])
    assert chain_fault(events) == 'event 3 does not follow from the one before'


def test_a_removed_event_breaks_the_chain() -> None:
    first, _, last = _chain()
    assert chain_fault([first, last]) == 'event 2 is missing'


def test_what_was_sent_and_not_applied_is_told() -> None:
    stream = (CASE, HALL, 'TJXZ0001')
    assert Traffic({stream: 3}, {stream: 3}, {'bazhong fed_outbox': 0}).troubles == []
    assert Traffic({stream: 3}, {stream: 2}).troubles == [f'{HALL} → TJXZ0001 {CASE}: 3 sent, 2 applied']
    assert Traffic({}, {stream: 1}).troubles == [f'{HALL} → TJXZ0001 {CASE}: 0 sent, 1 applied']
    assert Traffic(waiting={'bazhong fed_outbox': 2}).troubles == ['bazhong fed_outbox: 2 rows']


def test_counts_of_halls_belong_to_the_areas_above_them() -> None:
    counted = {'511921113000': Counter(received=2), '511923000000': Counter(received=3)}
    assert within('510000000000', counted)['received'] == 5
    assert within('511900000000', counted)['received'] == 5
    assert within('511921000000', counted)['received'] == 2
    assert within('511921113000', counted)['received'] == 2
    assert within('511922000000', counted)['received'] == 0


def test_a_figure_that_differs_and_a_silent_hall_are_told() -> None:
    told = {
        'area': {'code': '51'},
        'totals': {'received': 2},
        'areas': [],
        'halls': [{'code': HALL, 'hasReported': False}],
    }
    wrong = compare_figures(told, {'51': {'received': 3}})
    assert wrong == ['51 received: told 2, counted 3', f'{HALL} has not reported']
