"""Online applications of a hall that was merged or split: each goes to a successor by a message, its files after it."""

from datetime import datetime

from federation.contracts.online import ApplicationPassedOn
from federation.directory.models import HallEntry
from federation.inbox.messages import MessageContext
from federation.outbox.services import emit
from govhall.applications.file_owners import owner
from govhall.applications.models import OnlineApplication
from govhall.applications.services.expiry import keep
from govhall.casework.rules.states import State
from govhall.casework.services.hall_closure import closing_of
from govhall.casework.services.home import heir_among
from govhall.casework.services.sender_authority import check_successor
from govhall.files.arrival import take_in
from govhall.files.dispatch import send_named
from govhall.kernel.structures import plain
from govhall.materials.ways import ON_FILE
from tenants.context import current_hall

STRUCTURES = ('applicant', 'files', 'form', 'ways', 'on_file')


def pass_on_applications(closed: HallEntry, *, at: datetime) -> int:
    """Pass on what the window of the closed current hall has not received, drafts too; returns how many.

    Those of a hall that was split go by the village of their object; where nobody can tell it, to the first successor.

    What they say about people is dropped here at once, their files when they have gone and thirty days are over.
    """
    rows = OnlineApplication.objects.select_for_update().filter(passed_to='').exclude(state=State.RECEIVED)
    found = list(rows.order_by('uid'))
    for application in found:
        successor = heir_of_application(application, closed)
        emit(_told(application), recipient=successor, subject=application.uid)
        send_named(application.hashes, case=application.uid, to=successor, at=at)
        application.passed_to, application.applicant_data, application.reason = successor, None, None
        application.form_data = None
        application.version, application.updated_at = application.version + 1, at
        application.save()
        keep(application)
    return len(found)


def heir_of_application(application: OnlineApplication, closed: HallEntry) -> str:
    """The successor of a closed hall that goes on with an application."""
    form, places = application.form, [application.area]
    villages = closed.villages_gone
    return heir_among(villages, matter=application.matter, form=form, places=places) or closed.successor


def take_on(message: ApplicationPassedOn, delivery: MessageContext, *, at: datetime) -> None:
    """Go on with an application of a hall that was merged into the current one. Raises SenderNotAuthorised."""
    check_successor(delivery.sender)
    told = {name: getattr(message, name) for name in message.__struct_fields__ if name not in STRUCTURES}
    about = {'applicant_data': plain(message.applicant), 'files_data': plain(message.files)}
    about |= {'form_data': plain(message.form) if message.form else None, 'ways_data': _ways(message)}
    values = told | about | {'reason': message.reason or None}
    application, is_new = OnlineApplication.objects.get_or_create(uid=delivery.subject, defaults=values)
    if not is_new:
        return
    keep(application)
    take_in(owner(application))
    closed = closing_of(current_hall())
    if closed is not None:  # merged itself while this was on its way
        pass_on_applications(closed, at=at)


def _ways(message: ApplicationPassedOn) -> dict[str, str]:
    return {**message.ways, **dict.fromkeys(message.on_file, ON_FILE)}


def _told(application: OnlineApplication) -> ApplicationPassedOn:
    return ApplicationPassedOn(
        number=application.number,
        query_word=application.query_word,
        state=application.state,  # type: ignore[arg-type]
        matter=application.matter,
        applicant=application.applicant,
        files=application.files,
        area=application.area,
        reason=application.reason or '',
        submitted_at=application.submitted_at,
        due=application.due,
        updated_at=application.updated_at,
        form=application.form,
        about=application.about,  # type: ignore[arg-type]
        first_number=application.first_number,
        ways={code: way for code, way in application.ways_data.items() if way != ON_FILE},
        on_file=[code for code, way in application.ways_data.items() if way == ON_FILE],
    )
