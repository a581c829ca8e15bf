"""Telling a cell again how this hall's cases count, because it has lost what was on its way to it."""

from django.db import transaction

from federation.outbox.letters import Statistic, emit_many
from federation.outbox.selectors import facts_waiting
from federation.receipts.lost_facts import take_due
from govhall.casework.events import fact
from govhall.casework.models import Case
from tenants.context import current_hall

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
    cases = (
        Case.objects.order_by('uid') if due.after is None else Case.objects.filter(uid__gt=due.after).order_by('uid')
    )
    some = list(cases[:AT_ONCE])
    emit_many([Statistic(fact(case, hall), case.fact, (due.cell,)) for case in some])
    if len(some) < AT_ONCE:
        due.delete()
    else:
        due.after = some[-1].uid
        due.save(update_fields=['after'])
    return len(some)
