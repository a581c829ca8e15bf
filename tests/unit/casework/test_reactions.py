"""What happens beside an act: in which order, and that no order is given out twice."""

from types import SimpleNamespace
from typing import Any

import pytest

from govhall.casework import reactions
from govhall.casework.reactions import CaseConcluded, DuplicateOrder, ResultReplaced, on, react


@pytest.fixture
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactions, '_REACTIONS', {})


def concluded() -> CaseConcluded:
    unused: Any = SimpleNamespace()
    return CaseConcluded(unused, unused, here=True)


def test_reactions_run_in_the_stated_order_whenever_they_were_registered(nothing_registered: None) -> None:
    seen: list[str] = []
    on(CaseConcluded, order=20)(lambda moment: seen.append('second'))
    on(CaseConcluded, order=10)(lambda moment: seen.append('first'))
    on(ResultReplaced, order=10)(lambda moment: seen.append('of another moment'))
    react(concluded())
    assert seen == ['first', 'second']


def test_an_order_is_given_out_once_a_moment(nothing_registered: None) -> None:
    on(CaseConcluded, order=10)(lambda moment: None)
    with pytest.raises(DuplicateOrder, match='CaseConcluded 10'):
        on(CaseConcluded, order=10)(lambda moment: None)


def test_what_a_reaction_raises_ends_the_act(nothing_registered: None) -> None:
    seen: list[str] = []

    def fails(moment: CaseConcluded) -> None:
        raise ValueError

    on(CaseConcluded, order=10)(fails)
    on(CaseConcluded, order=20)(lambda moment: seen.append('later'))
    with pytest.raises(ValueError):
        react(concluded())
    assert seen == []


def test_the_product_states_what_follows_a_conclusion() -> None:
    assert [(moment, order, name.rpartition('.')[2]) for moment, order, name in reactions.reactions()] == [
        ('CaseConcluded', 10, 'publish_licence'),
        ('CaseConcluded', 20, 'mark_first'),
        ('ResultReplaced', 10, 'note_replacement'),
    ]
