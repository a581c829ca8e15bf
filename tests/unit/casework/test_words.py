"""A decision has one word on every page, and it is that of its paper."""

import pytest

from govhall.casework.rules.states import State
from govhall.casework.rules.words import outcome_word, state_word, words_of
from govhall.desk.timeline import CaseWords, course_word
from govhall.documents.rules.papers import APPROVAL, KINDS, REFUSAL, REVOCATION, UPHELD, paper_of, title_of
from govhall.licences.rules.kinds import CaseKind

LICENCE, SERVICE = '01', '20'


def test_article_38_a_refused_licence_is_called_so() -> None:
    assert words_of(LICENCE) == ('准予许可', '不予许可')


@pytest.mark.parametrize('task_type', ['05', '07', '10', SERVICE])
def test_article_38_near_miss_what_is_no_licence_is_not(task_type: str) -> None:
    assert words_of(task_type) == ('准予办理', '不予办理')


@pytest.mark.parametrize('kind', list(CaseKind))
@pytest.mark.parametrize('task_type', [LICENCE, SERVICE])
def test_button_state_outcome_and_course_say_the_same(task_type: str, kind: CaseKind) -> None:
    granted, refused = words_of(task_type, kind)
    assert state_word(State.APPROVED, task_type, kind) == outcome_word('approved', task_type, kind) == granted
    assert state_word(State.REFUSED, task_type, kind) == outcome_word('refused', task_type, kind) == refused
    called = CaseWords(task_type, kind)
    assert (course_word('approve', called), course_word('refuse', called)) == (granted, refused)
    assert '许可' not in granted + refused or task_type == LICENCE


@pytest.mark.parametrize('task_type', [LICENCE, SERVICE])
def test_the_paper_has_the_word_of_the_page(task_type: str) -> None:
    for code, word in zip((APPROVAL, REFUSAL), words_of(task_type), strict=True):
        assert word in title_of(code, task_type).replace('行政许可', '许可')
    assert {paper_of(code, revokes=True) for code in (APPROVAL, REFUSAL)} == {REVOCATION, UPHELD}
    assert '撤销' in KINDS[REVOCATION].title


def test_every_other_state_keeps_its_label() -> None:
    others = [state for state in State if state not in (State.APPROVED, State.REFUSED)]
    assert [state_word(state, SERVICE) for state in others] == [state.label for state in others]
