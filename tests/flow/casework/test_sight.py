"""Which cases a person may open: the read, the case in hand and the compiled counts say the same."""

from dataclasses import dataclass

import pytest

from govhall.casework.models import Case
from govhall.casework.sight import may_open
from govhall.desk.filters import WorklistFilter
from govhall.desk.worklist_counts import COUNTED, counts
from govhall.desk.worklists import worklist
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.world import BIRTH, TOWNSHIP, World


@dataclass(frozen=True)
class Places:
    """A case of each place: the counter, and two village points."""

    points: tuple[str, str]
    cases: dict[str, Case]


@pytest.fixture
def places(world: World) -> Places:
    first, second = (one.code for one in points_of(world.hall(TOWNSHIP))[:2])
    return Places(
        (first, second), {point: world.receive(TOWNSHIP, BIRTH, point=point) for point in ('', first, second)}
    )


EVERYWHERE, POINTS, FIRST = {'', 'first', 'second'}, {'first', 'second'}, {'first'}


@pytest.mark.parametrize(
    ('roles', 'own', 'sees'),
    [
        ({Role.CLERK}, set(), EVERYWHERE),
        ({Role.SUPERVISOR}, set(), EVERYWHERE),
        ({Role.LEADER}, set(), EVERYWHERE),
        ({Role.CLERK, Role.AGENT}, {'first'}, EVERYWHERE),
        ({Role.AGENT}, {'first'}, FIRST),
        ({Role.AGENT}, {'first', 'second'}, POINTS),
        ({Role.AGENT}, set(), POINTS),
        ({Role.AGENT}, {'another'}, set()),
    ],
)
def test_every_form_of_the_rule_gives_the_same_cases(
    world: World, places: Places, roles: set[Role], own: set[str], sees: set[str]
) -> None:
    codes = dict(zip(('first', 'second'), places.points, strict=True)) | {'': '', 'another': '511921113999'}
    expected = {places.cases[codes[see]].uid for see in sees}
    actor = replaced(world.clerk(TOWNSHIP), roles, {codes[one] for one in own})
    with hall_context(world.hall(TOWNSHIP)):
        assert set(Case.objects.visible_to(actor).values_list('uid', flat=True)) == expected
        assert {case.uid for case in Case.objects.all() if may_open(actor, case)} == expected
        counted = counts(TOWNSHIP, actor)
        listed = {show: len(worklist(TOWNSHIP, actor, show).rows) for show in COUNTED}
    assert counted == listed
    assert counted[WorklistFilter.TODO] == len(expected)


def replaced(actor: Actor, roles: set[Role], own: set[str]) -> Actor:
    """The person with these roles and points."""
    return actor._replace(roles=frozenset(roles), point='', points=frozenset(own))
