"""People of a department see its cases, those of nobody, those of their letters, and those they took in themselves."""

from dataclasses import dataclass, replace

import pytest

from govhall.casework.models import Case
from govhall.casework.sight import may_open
from govhall.catalogue.services.authorisations import authorise
from govhall.desk.filters import WorklistFilter
from govhall.desk.worklist_counts import COUNTED, counts
from govhall.desk.worklists import worklist
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.world import COUNTY, HYGIENE, LONG_AGO, World

HEALTH, FORESTRY, FELLING = 'TJWJ', 'TJLY', '000164120000'
HELPED = frozenset({Role.LIAISON})
CASES = {
    'helped': 'TJSW',
    'health': HEALTH,
    'forestry': FORESTRY,
    'nobody': '',
    'mine': 'TJSW',
    'claimed': 'TJSW',
    'gone': 'NOWHERE',
}
ALL, OWN = set(CASES), {'health', 'nobody', 'mine', 'claimed'}


@dataclass(frozen=True)
class Sent:
    """Who looks: their roles, who sent them, what letters they hold."""

    roles: frozenset[Role]
    departments: frozenset[str] = frozenset()
    letter: tuple[str, ...] | None = ()  # matters; None: all


CLERK = Sent(frozenset({Role.CLERK}))
OF_HEALTH = replace(CLERK, departments=frozenset({HEALTH}))


@pytest.mark.parametrize(
    ('sent', 'sees'),
    [
        (CLERK, ALL),
        (OF_HEALTH, OWN),
        (replace(OF_HEALTH, departments=frozenset({HEALTH, FORESTRY})), OWN | {'forestry'}),
        (replace(OF_HEALTH, letter=(FELLING,)), OWN | {'forestry'}),
        (replace(OF_HEALTH, letter=None), ALL),
        (replace(OF_HEALTH, roles=frozenset({Role.SUPERVISOR})), OWN),
        (replace(OF_HEALTH, roles=frozenset({Role.APPROVER, Role.ADMINISTRATOR})), OWN),
        (replace(OF_HEALTH, roles=frozenset({Role.LEADER})), ALL),
        (replace(OF_HEALTH, roles=frozenset({Role.AGENT, Role.CLERK})), OWN | {'forestry'}),  # of that point
        (Sent(frozenset({Role.AGENT})), {'forestry'}),
        (Sent(frozenset({Role.AGENT, Role.ADMINISTRATOR})), {'forestry'}),
        (Sent(frozenset({Role.AGENT, Role.SUPERVISOR})), ALL),
        (Sent(HELPED), {'helped'}),
        (replace(OF_HEALTH, roles=HELPED), {'helped'}),
        (Sent(HELPED | {Role.ADMINISTRATOR}), {'helped'}),
        (Sent(HELPED | {Role.AGENT}), {'helped', 'forestry'}),
        (replace(OF_HEALTH, roles=HELPED | {Role.CLERK}), OWN | {'helped'}),
        (Sent(HELPED | {Role.SUPERVISOR}), ALL),
    ],
)
def test_every_form_of_the_rule_gives_the_same_cases(world: World, sent: Sent, sees: set[str]) -> None:
    person = world.person(COUNTY, *sent.roles)
    actor = person._replace(departments=sent.departments)
    if sent.letter != ():
        given = {'matters': list(sent.letter)} if sent.letter else {}
        authorise(
            person_id=person.person_id, hall=COUNTY, powers=['submit'], document='1号', valid_from=LONG_AGO, **given
        )
    uids = {name: placed(world, name, actor).uid for name in CASES}
    expected = {uids[name] for name in sees}
    with hall_context(world.hall(COUNTY)):
        assert set(Case.objects.visible_to(actor).values_list('uid', flat=True)) == expected
        assert {case.uid for case in Case.objects.all() if may_open(actor, case)} == expected
        counted = counts(COUNTY, actor)
        listed = {show: len(worklist(COUNTY, actor, show).rows) for show in COUNTED}
    assert counted == listed
    assert counted[WorklistFilter.TODO] == len(expected)


def placed(world: World, name: str, actor: Actor) -> Case:
    """A case of this place; that of forestry comes from a village point."""
    case = world.receive(COUNTY, FELLING if name == 'forestry' else HYGIENE)
    told = {'department': CASES[name]}
    told |= {'point': '511921113001'} if name == 'forestry' else {}
    columns = {'mine': 'received_by', 'claimed': 'claimed_by', 'helped': 'helped_by'}
    more = {columns[name]: actor.person_id} if name in columns else {}
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=case.uid).update(**told, **more)
    return case
