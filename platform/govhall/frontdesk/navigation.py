"""What the bar of the desks leads to in this room."""

from govhall.applications.selectors import count_waiting
from govhall.desk.mandate_choice import helps_only
from govhall.look.navigation import Entry, EntryNumbers, register
from tenants.access import StaffRequest
from tenants.roles import Role

CLERKS, LIAISONS = frozenset({Role.CLERK}), frozenset({Role.LIAISON})


def _waiting(request: StaffRequest) -> EntryNumbers:
    return {'online': count_waiting(request.actor)}


def _helps_only(request: StaffRequest) -> bool:
    return helps_only(request)


register(
    Entry(key='counter', label='受理', route='counter', place=10, roles=CLERKS, first_for=CLERKS),
    Entry(key='online', label='网上申报', route='online', place=20, roles=CLERKS, count=_waiting),
    Entry(key='helping', label='代办申报', route='counter', place=10, roles=LIAISONS, allowed=_helps_only),
    Entry(key='application', label='收件', route='application', place=0, roles=CLERKS, bars=frozenset()),
)
