"""Mandates of a hall that was merged: its successor keeps them, with their logs and papers."""

from datetime import datetime

from federation.contracts.mandate import MandatePassedOn
from federation.directory.models import HallEntry
from federation.inbox.messages import MessageContext
from federation.outbox.services import emit
from govhall.casework.services.hall_closure import closing_of
from govhall.casework.services.sender_authority import check_successor
from govhall.files.arrival import take_in
from govhall.files.dispatch import send_named
from govhall.kernel.structures import plain
from govhall.mandates.file_owners import owner
from govhall.mandates.models import Mandate
from tenants.context import current_hall


def pass_on_mandates(closed: HallEntry, *, at: datetime) -> int:
    """Tell the successors every mandate of the closed current hall that they have not been told of; how many.

    After a split each successor gets all: the principal may live in any of the villages.
    """
    found = list(Mandate.objects.select_for_update().filter(passed_to='').order_by('uid'))
    for row in found:
        for successor in closed.heirs:
            emit(_told(row), recipient=successor, subject=row.uid)
            if row.file:
                send_named({row.file.hash}, case=row.uid, to=successor, at=at)
    Mandate.objects.filter(uid__in=[row.uid for row in found]).update(passed_to=closed.successor)
    return len(found)


def take_on_mandate(message: MandatePassedOn, delivery: MessageContext, *, at: datetime) -> None:
    """Keep a mandate of a hall that was merged into the current one; again changes nothing. SenderNotAuthorised."""
    check_successor(delivery.sender)
    row = Mandate(
        uid=delivery.subject,
        number=message.number,
        people_data=plain(message.people),
        matters=message.matters,
        since=message.since,
        until=message.until,
        given=message.given,
        recorded_at=message.recorded_at,
        recorded_name=message.recorded_name,
        file_data=plain(message.file) if message.file else None,
        withdrawn_data=plain(message.withdrawn) if message.withdrawn else None,
        uses_data=plain(message.uses),
    )
    if Mandate.objects.filter(uid=row.uid).exists():
        return
    row.save(force_insert=True)
    take_in(owner(row))
    closed = closing_of(current_hall())
    if closed is not None:  # merged itself while this was on its way
        pass_on_mandates(closed, at=at)


def _told(row: Mandate) -> MandatePassedOn:
    return MandatePassedOn(
        number=row.number,
        people=row.people,
        matters=row.matters,
        since=row.since,
        until=row.until,
        given=row.given,
        recorded_at=row.recorded_at,
        recorded_name=row.recorded_name,
        file=row.file,
        withdrawn=row.withdrawn,
        uses=row.uses,
    )
