"""What the bars lead to in this room: the worklist, by what most people come for; how the centre is filled."""

from collections.abc import Mapping

from govhall.casework.selectors import READERS
from govhall.catalogue.navigation import OWN
from govhall.catalogue.readers import LETTER_READERS
from govhall.catalogue.readers import READERS as OVERSEERS
from govhall.desk.filters import WorklistFilter, first_filter
from govhall.desk.worklist_counts import counts
from govhall.look.navigation import Entry, EntryNumbers, register
from tenants.access import Actor, StaffRequest
from tenants.roles import Role

SHOWN = (
    WorklistFilter.TODO,
    WorklistFilter.DELIVER,
    WorklistFilter.UNSIGNED,
    WorklistFilter.LATER_DUE,
)  # an entry's key is its filter


def beside(number: Mapping[WorklistFilter, int], actor: Actor) -> EntryNumbers:
    """The numbers beside the entries, where a page has counted the filters itself; 待办 is what opens first."""
    return {show.value: number[show] for show in SHOWN} | {'todo': number[first_filter(actor)]}


def _count(request: StaffRequest) -> EntryNumbers:
    shown = tuple(dict.fromkeys((first_filter(request.actor), *SHOWN)))
    return beside(counts(request.hall.code, request.actor, shown), request.actor)


register(
    Entry(
        key='todo',
        label='待办',
        route='worklist',
        place=40,
        roles=READERS,
        count=_count,
        first_for=frozenset({Role.REVIEWER, Role.CHIEF, Role.APPROVER, Role.LEADER, Role.LIAISON}),
    ),
    Entry(
        key='deliver',
        label='待送达',
        route='worklist',
        query=f'show={WorklistFilter.DELIVER}',
        place=50,
        roles=READERS,
        count=_count,
    ),
    Entry(
        key='unsigned',
        label='监管超期未签收',
        route='worklist',
        query=f'show={WorklistFilter.UNSIGNED}',
        place=60,
        roles=READERS,
        count=_count,
        hidden_at_zero=True,
    ),
    Entry(
        key='later_due',
        label='容缺到期未补',
        route='worklist',
        query=f'show={WorklistFilter.LATER_DUE}',
        place=62,
        roles=READERS,
        count=_count,
        hidden_at_zero=True,
    ),
)
register(
    Entry(key='catalogue', label='目录与进驻', route='catalogue_board', place=140, roles=OVERSEERS),
    Entry(key='catalogue_board', label='进驻情况', route='catalogue_board', place=10, roles=OVERSEERS, bars=OWN),
    Entry(key='catalogue_items', label='进驻清单', route='catalogue_items', place=12, roles=OVERSEERS, bars=OWN),
    Entry(
        key='catalogue_sections', label='部门和窗口', route='catalogue_sections', place=14, roles=OVERSEERS, bars=OWN
    ),
    Entry(key='catalogue_people', label='人员', route='catalogue_people', place=16, roles=LETTER_READERS, bars=OWN),
)
