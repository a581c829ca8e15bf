"""Telling a cell again how this hall's cases count, because it has lost what was on its way to it."""

from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from federation.acks.lost_facts import take_due
from federation.outbox.messages import OutgoingFact, emit_many
from federation.outbox.selectors import facts_waiting
from govhall.casework.events import fact
from govhall.casework.models import Case
from govhall.kernel.sealing import Unreadable
from tenants.context import current_hall
from tenants.models import Hall
from tenants.sweep import Walk

AT_ONCE = 500  # facts a transaction
MOST_WAITING = 2000  # in the outbox of the cell: what is new waits behind no more than these


def tell_facts_again() -> int:
    """Tell what the current hall has to tell again, and return how many facts.

    Ends when all are told, or when so many wait for the line that new ones would be late. The versions make it
    harmless that a case may change meanwhile, or be told twice.
    """
    done = 0
    while (some := _tell_some()) is not None:
        done += some
    return done


@transaction.atomic
def _tell_some() -> int | None:
    """The next facts, in the order of the cases' uids; facts and place are one commit. None if it is enough."""
    hall = current_hall()
    due = take_due(hall.code)
    if due is None or facts_waiting(due.cell, MOST_WAITING) >= MOST_WAITING:
        return None
    rows = Case.objects.order_by('uid') if due.after is None else Case.objects.filter(uid__gt=due.after).order_by('uid')
    uids = list(rows.values_list('uid', flat=True)[:AT_ONCE])
    facts: list[OutgoingFact] = []
    walk = Walk('casework.sweep_facts', hall.code, key=lambda one: str(one.uid), always=True)
    walk.over(_readable(uids), lambda one: facts.append(_told(one.case(), hall, due.cell)))
    emit_many(facts)
    if len(uids) < AT_ONCE:
        due.delete()
    else:
        due.after = uids[-1]
        due.save(update_fields=['after'])
    return len(facts)


def _told(case: Case, hall: Hall, cell: str) -> OutgoingFact:
    return OutgoingFact(fact(case, hall), case.fact, (cell,))


class _One(NamedTuple):
    """A case, read already or only when it is looked at."""

    uid: UUID
    read: Case | None

    def case(self) -> Case:
        return self.read or Case.objects.get(uid=self.uid)


def _readable(uids: list[UUID]) -> list[_One]:
    """The cases in one read; where one of them can't be opened, each by itself."""
    try:
        found = Case.objects.in_bulk(uids)
    except Unreadable:
        return [_One(uid, None) for uid in uids]
    return [_One(uid, found[uid]) for uid in uids if uid in found]
