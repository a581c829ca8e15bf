"""How long online applications are kept, and that nothing of them stays: their rows, their files, their days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.applications.models import OnlineApplication
from govhall.casework.rules.states import State
from govhall.deadlines.services import LimitChange, RunningLimit, set_deadlines
from govhall.files.file_references import drop_unnamed
from govhall.files.file_transfer.models import FileLeaving
from govhall.kernel.china import CHINA
from tenants.context import current_hall
from tenants.space import occupy

KEPT = timedelta(days=30)  # after the last change, unless it waits for the window
KIND = 'online'  # in the index of days
DUE = 'register'  # the same for the day by which the window receives or returns what was submitted


def keep(application: OnlineApplication) -> None:
    """Write into the index until when the application is kept, and how much it keeps.

    What waits for the window is kept; its day is the one after which it is received unopened.
    """
    waits = application.state == State.SUBMITTED and not application.passed_to
    _set_days(application.uid, {DUE: application.due} if waits else {KIND: last_day(application)})
    occupy(
        application.uid,
        hall=current_hall().code,
        size=sum(file.size for files in application.files.values() for file in files),
    )


def last_day(application: OnlineApplication) -> date:
    """The last day on which a draft, or what was returned, is kept if nobody changes it."""
    return application.updated_at.astimezone(CHINA).date() + KEPT


def delete_idle(*, uid: UUID, at: datetime | None = None) -> bool:
    """Delete one that nobody changed for thirty days.

    False if it waits for the window, was changed meanwhile, or its files have not all gone to the successor yet.
    """
    today = (at or timezone.now()).astimezone(CHINA).date()
    with transaction.atomic():
        application = OnlineApplication.objects.select_for_update().filter(uid=uid).first()
        if application is None:
            _set_days(uid, {})
            return False
        if (application.state == State.SUBMITTED and not application.passed_to) or today <= last_day(application):
            return False
        if FileLeaving.objects.filter(hall=current_hall().code, case=uid, failed='').exists():
            return False
        delete_application(application)
        return True


def delete_application(application: OnlineApplication) -> None:
    """Delete a locked application, and after the commit those of its files that nothing else names."""
    _set_days(application.uid, {})
    occupy(application.uid, hall=current_hall().code, size=0)
    OnlineApplication.objects.filter(uid=application.uid).delete()
    drop_unnamed(application.hashes)


def _set_days(uid: UUID, days: Mapping[str, date | None]) -> None:
    """The index is not asked what it says: a day overwrites what stands there, none removes it."""
    said = {kind: RunningLimit(day) for kind, day in days.items() if day}
    gone = {kind: RunningLimit(date.max) for kind in (KIND, DUE)}
    set_deadlines(hall=current_hall().code, moves=[LimitChange(uid, gone, said)])
