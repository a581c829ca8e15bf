"""The worklist: the most urgent case first, each filter with its cases, and no name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from govhall.casework.models import Case
from govhall.centre.views import WORKLIST
from govhall.desk.filters import WorklistFilter
from tenants.context import hall_context
from tests.builders.screen import SignedIn, at, do, take_in, text
from tests.builders.world import BIRTH, DISABLED, HYGIENE, TOWNSHIP, World


def shown(client: Client, query: str = '') -> list[str]:
    rows = client.get(at(TOWNSHIP, f'worklist/{query}')).context['rows']
    return [str(row.case.uid) for row in rows]


def test_the_most_urgent_case_stands_first_and_pages_join_without_gap(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent = WORKLIST.orders['urgent']
    monkeypatch.setitem(WORKLIST.orders, 'urgent', replace(urgent, keyset=replace(urgent.keyset, size=2)))
    cases = [world.receive(TOWNSHIP, BIRTH) for _ in range(5)]
    with hall_context(world.hall(TOWNSHIP)):
        for place, case in enumerate(cases):
            Case.objects.filter(uid=case.uid).update(intake_due=date(2026, 12, 9) - timedelta(days=place // 2))
    client, seen, query = signed_in(world.clerk(TOWNSHIP)), [], ''
    for _ in range(3):
        seen += shown(client, query)
        query = client.get(at(TOWNSHIP, f'worklist/{query}')).context['next']
    assert query == ''
    assert sorted(seen[1:3]) == sorted(str(case.uid) for case in cases[2:4])
    assert (seen[0], len(set(seen))) == (str(cases[4].uid), 5)


def test_each_filter_counts_and_shows_its_cases(world: World, signed_in: SignedIn) -> None:
    chief = signed_in(world.chief(TOWNSHIP))
    received = take_in(chief, TOWNSHIP, BIRTH)
    accepted = take_in(chief, TOWNSHIP, DISABLED, then='accept')
    correcting = take_in(chief, TOWNSHIP, BIRTH, papers=1, then='correction')
    away = take_in(chief, TOWNSHIP, HYGIENE, then='forward')
    decided = take_in(chief, TOWNSHIP, BIRTH, then='on-the-spot')
    expected = {'intake': received, 'decide': accepted, 'correct': correcting, 'away': away, 'deliver': decided}
    for show, address in expected.items():
        page = chief.get(at(TOWNSHIP, 'worklist/'), {'show': show})
        assert [row.case.uid.hex in address.replace('-', '') for row in page.context['rows']] == [True], show
        assert f'{WorklistFilter(show).label} 1 件' in text(page)
    assert len(shown(chief)) == 2
    do(chief, decided, 'deliver')
    assert '没有等送达的结果' in text(chief.get(at(TOWNSHIP, 'worklist/'), {'show': 'deliver'}))


@pytest.mark.parametrize('query', ['?show=everything', '?after=yesterday.7'])
def test_an_unreadable_filter_is_not_found(world: World, signed_in: SignedIn, query: str) -> None:
    assert signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, f'worklist/{query}')).status_code == 404


def test_applicants_are_masked_in_lists(world: World, signed_in: SignedIn) -> None:
    world.receive(TOWNSHIP, BIRTH)
    page = text(signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, 'worklist/')))
    assert '张**' in page
    assert '张小明' not in page
