"""An exported chain of events: whole, it holds; with any one thing changed, it does not."""

import copy
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from govhall.documents.proof import FORMAT, check_chain
from govhall.kernel.chain import GENESIS, link

NUMBER = '通江林业局准〔2026〕第000123号'


def export(kinds: list[str]) -> dict[str, Any]:
    """A chain of these events; the last one issued the paper."""
    tip, events = GENESIS, []
    for seq, kind in enumerate(kinds, start=1):
        data = {'number': NUMBER} if seq == len(kinds) else {'reason': kind}
        body = {'case': 'one', 'seq': seq, 'kind': kind, 'data': data}
        previous, tip = tip, link(tip, body)
        events.append({'body': body, 'previous': previous, 'hash': tip})
    return {'format': FORMAT, 'case': 'one', 'number': 'N', 'hall': 'TJNS0001', 'tip': tip, 'events': events}


KINDS = st.lists(st.text(min_size=1, max_size=5), min_size=2, max_size=6)


@given(KINDS)
def test_a_whole_chain_holds_and_says_where_the_paper_was_issued(kinds: list[str]) -> None:
    found = check_chain(export(kinds), number=NUMBER)
    assert found.holds
    assert f'第 {len(kinds)} 环出具' in found.sentence


@given(KINDS, st.data())
def test_an_event_changed_dropped_or_doubled_breaks_it(kinds: list[str], data: st.DataObject) -> None:
    whole = export(kinds)
    at = data.draw(st.integers(0, len(kinds) - 1))
    changed, dropped, doubled = copy.deepcopy(whole), copy.deepcopy(whole), copy.deepcopy(whole)
    changed['events'][at]['body']['kind'] += '改'
    del dropped['events'][at]
    doubled['events'].insert(at, doubled['events'][at])
    for broken in (changed, dropped, doubled):
        assert not check_chain(broken, number=NUMBER).holds


def test_a_chain_that_was_made_anew_does_not_end_where_the_case_says() -> None:
    whole, other = export(['receive', 'accept']), export(['receive', 'refuse'])
    assert not check_chain(other | {'tip': whole['tip']}).holds


def test_events_of_another_case_and_papers_that_no_event_issued_are_found_out() -> None:
    whole = export(['receive', 'accept'])
    assert not check_chain(whole | {'case': 'two'}).holds
    missing = check_chain(whole, number='通江林业局准〔2026〕第000124号')
    assert (missing.holds, '没有出具' in missing.sentence) == (False, True)


def test_some_other_file_is_no_chain() -> None:
    assert not check_chain({}).holds
    assert not check_chain({'format': FORMAT, 'events': 'x'}).holds


def test_the_checker_called_without_words_says_how_to_run_it() -> None:
    with pytest.raises(CommandError, match='verify_paper FILE'):
        call_command('verify_paper')
