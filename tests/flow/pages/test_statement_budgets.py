"""How many statements each call of a case's life may send: one table, so that none grows unseen.

The transaction's begin and end count as two here too, as savepoints of the test's own.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders.screen import SignedIn, at, take_in
from tests.builders.world import BIRTH, TOWNSHIP, World

BUDGET = {
    'create': 18,
    'open page': 31,  # of each page one for the number beside 网上申报, over its partial index
    'accept': 14,
    'decide': 17,
    'closed page': 26,
    'deliver': 15,
    'worklist': 12,
    'on the spot': 33,
}


def test_no_call_of_a_life_sends_more_statements_than_its_budget(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('govhall.kernel.kept.KEPT_SECONDS', 1e9)  # what is kept is not read again between two lives
    monkeypatch.setattr('govhall.deadlines.calendar.FRESH_SECONDS', 1e9)
    chief = signed_in(world.chief(TOWNSHIP))
    live(chief)  # the first time a process reads what it keeps
    assert {name: number for name, number in live(chief).items() if number > BUDGET[name]} == {}


def live(chief: Client) -> dict[str, int]:
    """Statements of each call of one case's life at the counter."""
    sent: dict[str, int] = {}

    def call(name: str, doing: Callable[..., Any], *given: Any, **fields: Any) -> Any:
        with CaptureQueriesContext(connection) as queries:
            answer = doing(*given, **fields)
        sent[name] = len(queries)
        return answer

    case = call('create', take_in, chief, TOWNSHIP, BIRTH)
    call('open page', chief.get, case)
    for version, (name, act) in enumerate(
        (('accept', 'accept'), ('decide', 'approve'), ('deliver', 'deliver')), start=1
    ):
        assert call(name, chief.post, f'{case}{act}/', {'version': version}).status_code == 303
    call('closed page', chief.get, case)
    call('worklist', chief.get, at(TOWNSHIP, 'worklist/'))
    call('on the spot', take_in, chief, TOWNSHIP, BIRTH, then='on-the-spot')
    assert set(sent) == set(BUDGET)
    return sent
