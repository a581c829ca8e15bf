"""What the bars of a hall that was split lead to: the cases that wait for a person to choose their successor."""

from govhall.casework.acts.choose_successor import CHOOSERS
from govhall.look.navigation import Entry, EntryNumbers, register
from govhall.succession.queue import split_entry, waiting
from tenants.access import StaffRequest


def is_split(request: StaffRequest) -> bool:
    """Whether the hall of the address was split; nothing is asked of an open one."""
    return request.hall.closed_on is not None and split_entry(request.hall.code) is not None


def count(request: StaffRequest) -> EntryNumbers:
    """How many cases wait."""
    closed = split_entry(request.hall.code)
    return {'successors': waiting(request.actor, closed).count() if closed is not None else 0}


register(
    Entry(
        key='successors',
        label='待定承接',
        route='successors',
        place=5,
        roles=CHOOSERS,
        allowed=is_split,
        count=count,
    )
)
