"""Which entries a bar shows, in which order and with which numbers."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from govhall.look import navigation
from govhall.look.navigation import DuplicateEntry, Entry, NoEntry, address, entries, first_page, register, tasks
from tenants.access import StaffRequest
from tenants.roles import Role

CLERKS = frozenset({Role.CLERK})


@pytest.fixture(autouse=True)
def only_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry of the product; the name of an address is its address."""
    monkeypatch.setattr(navigation, '_ENTRIES', {})
    monkeypatch.setattr(navigation, 'reverse', lambda route, args: '/' + '/'.join([route, *args]) + '/')


def entry(key: str, place: int = 1, **changes: Any) -> Entry:
    return Entry(key=key, label=key.upper(), route=key, place=place, **changes)


def request(*roles: Role, kind: str = 'county') -> StaffRequest:
    there = SimpleNamespace(actor=SimpleNamespace(roles=frozenset(roles)), hall=SimpleNamespace(kind=kind))
    return cast(StaffRequest, there)


def shown(asked: StaffRequest, active: str = '', **more: Any) -> list[str]:
    return [task.href.strip('/') for task in tasks(asked, active, **more)]


def test_two_entries_with_one_key_stop_the_program_and_both_modules_are_named() -> None:
    foreign: dict[str, Any] = {'__name__': 'elsewhere.navigation', 'register': register, 'one': entry('seats')}
    exec('register(one)', foreign)  # noqa: S102 - a module of another name
    with pytest.raises(DuplicateEntry, match=rf'seats is registered by elsewhere\.navigation and by {__name__}'):
        register(entry('seats'))
    assert [one.origin for one in entries()] == ['elsewhere.navigation']


def test_entries_stand_by_their_place_whoever_registers_first() -> None:
    register(entry('third', 30), entry('first', 10))
    register(entry('second', 20))
    assert shown(request(Role.CLERK)) == ['first', 'second', 'third']


def test_an_entry_is_shown_to_its_roles_in_its_kinds_of_hall_only() -> None:
    register(entry('clerks', roles=CLERKS), entry('counties', kinds=frozenset({'county'})), entry('everybody'))
    assert shown(request(Role.CLERK, kind='township')) == ['clerks', 'everybody']
    assert shown(request(Role.AGENT, kind='county')) == ['counties', 'everybody']


def test_what_an_entry_asks_of_the_person_is_asked_after_the_role() -> None:
    asked: list[StaffRequest] = []

    def allowed(there: StaffRequest) -> bool:
        asked.append(there)
        return False

    register(entry('never', roles=CLERKS, allowed=allowed))
    assert (shown(request(Role.AGENT)), asked) == ([], [])
    clerk = request(Role.CLERK)
    assert (shown(clerk), asked) == ([], [clerk])


def test_entries_that_share_a_count_ask_it_once_and_not_at_all_if_the_page_knows() -> None:
    calls, count = counting({'new': 3, 'old': 0})
    register(entry('new', count=count), entry('old', count=count), entry('plain'))
    assert [task.count for task in tasks(request(Role.CLERK), '')] == [3, 0, None]
    assert calls == [1]
    assert [task.count for task in tasks(request(Role.CLERK), '', counted={'new': 5, 'old': 7})] == [5, 7, None]
    assert calls == [1]


def test_an_entry_may_be_hidden_while_nothing_waits() -> None:
    _, count = counting({'late': 0})
    register(entry('late', count=count, hidden_at_zero=True))
    assert shown(request(Role.CLERK)) == []
    assert shown(request(Role.CLERK), counted={'late': 1}) == ['late']


def test_an_entry_beside_another_is_shown_on_that_page_only() -> None:
    register(entry('figures'), entry('messages', 2, beside=frozenset({'figures'})))
    assert (shown(request(Role.CLERK)), shown(request(Role.CLERK), 'figures')) == (['figures'], ['figures', 'messages'])
    assert [task.active for task in tasks(request(Role.CLERK), 'figures')] == [True, False]


def test_each_bar_has_its_own_entries() -> None:
    register(entry('desk'), entry('own', bars=frozenset({'own'})), entry('both', 2, bars=frozenset({'own', 'desk'})))
    assert (shown(request(Role.CLERK)), shown(request(Role.CLERK), bar='own')) == (['desk', 'both'], ['own', 'both'])


def test_an_address_is_found_by_key_and_the_first_page_by_role() -> None:
    register(entry('list', query='show=late', first_for=CLERKS))
    assert (address('list'), first_page(Role.CLERK)) == ('/list/?show=late', '/list/?show=late')
    with pytest.raises(NoEntry):
        address('missing')
    with pytest.raises(NoEntry):
        first_page(Role.AGENT)


def counting(numbers: dict[str, int]) -> tuple[list[int], Callable[[StaffRequest], dict[str, int]]]:
    """A count, and how often it was asked."""
    calls: list[int] = []

    def count(there: StaffRequest) -> dict[str, int]:
        calls.append(1)
        return numbers

    return calls, count
