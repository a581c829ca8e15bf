"""Online applications of a hall that was merged: they go to its successor by a message, and their files after it."""

from datetime import datetime

from federation.contracts.online import ApplicationPassedOn
from federation.inbox.messages import MessageContext
from federation.outbox.services import emit
from govhall.applications.file_owners import owner
from govhall.applications.models import OnlineApplication
from govhall.applications.services.expiry import keep
from govhall.casework.rules.states import State
from govhall.casework.services.closing import closing_of
from govhall.casework.services.sender_authority import check_successor
from govhall.files.arrival import take_in
from govhall.files.sending import send_named
from govhall.kernel.structures import plain
from tenants.context import current_hall


def pass_on_applications(successor: str, *, at: datetime) -> int:
    """Pass on what the window of the closed current hall has not received, drafts too; returns how many.

    What they say about people is dropped here at once, their files when they have gone and thirty days are over.
    """
    rows = OnlineApplication.objects.select_for_update().filter(passed_to='').exclude(state=State.RECEIVED)
    found = list(rows.order_by('uid'))
    for one in found:
        emit(_told(one), recipient=successor, subject=one.uid)
        send_named(one.hashes, case=one.uid, to=successor, at=at)
        one.passed_to, one.applicant_data, one.reason = successor, None, None
        one.version, one.updated_at = one.version + 1, at
        one.save()
        keep(one)
    return len(found)


def take_on(message: ApplicationPassedOn, delivery: MessageContext, *, at: datetime) -> None:
    """Go on with an application of a hall that was merged into the current one. Raises SenderNotAuthorised."""
    check_successor(delivery.sender)
    told = {name: getattr(message, name) for name in message.__struct_fields__ if name not in ('applicant', 'files')}
    about = {'applicant_data': plain(message.applicant), 'files_data': plain(message.files)}
    values = told | about | {'reason': message.reason or None}
    one, is_new = OnlineApplication.objects.get_or_create(uid=delivery.subject, defaults=values)
    if not is_new:
        return
    keep(one)
    take_in(owner(one))
    closed = closing_of(current_hall())
    if closed is not None:  # merged itself while this was on its way
        pass_on_applications(closed.successor, at=at)


def _told(one: OnlineApplication) -> ApplicationPassedOn:
    return ApplicationPassedOn(
        number=one.number,
        query_word=one.query_word,
        state=one.state,  # type: ignore[arg-type]
        matter=one.matter,
        applicant=one.applicant,
        files=one.files,
        area=one.area,
        reason=one.reason or '',
        submitted_at=one.submitted_at,
        due=one.due,
        updated_at=one.updated_at,
    )
