"""The seven kinds (七件): each has its case, and the more telling one wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.desk.local_kinds import LABELS, LocalKind, LocalKindFacts, local_kind

PLAIN = LocalKindFacts(instant=False, joint=False, reported=False, corrected=False, special=False, not_accepted=False)


@pytest.mark.parametrize(
    ('course', 'label'),
    [
        (PLAIN, '承诺件'),
        (PLAIN._replace(instant=True), '即办件'),
        (PLAIN._replace(special=True), '特办件'),
        (PLAIN._replace(corrected=True, special=True), '补办件'),
        (PLAIN._replace(reported=True, corrected=True), '上报件'),
        (PLAIN._replace(joint=True, reported=True), '联办件'),
        (PLAIN._replace(not_accepted=True, joint=True), '退回件'),
    ],
)
def test_each_kind_has_its_course(course: LocalKindFacts, label: str) -> None:
    assert local_kind(course).label == label


def test_there_are_seven() -> None:
    assert len(LABELS) == len(LocalKind) == 7


@given(st.builds(LocalKindFacts, *[st.booleans()] * 6))
def test_only_a_plain_course_is_told_by_the_type_of_its_matter(course: LocalKindFacts) -> None:
    plain = not any(course[1:])
    assert (local_kind(course) in (LocalKind.INSTANT, LocalKind.PROMISED)) == plain
