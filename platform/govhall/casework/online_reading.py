"""Reads of what was submitted online; drafts are their applicants' alone."""

from uuid import UUID

from django.utils import timezone

from govhall.casework.models import OnlineApplication
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.services.online_intake import NoSuchApplication
from govhall.casework.services.storing import read
from tenants.access import Actor
from tenants.roles import Role

MOST = 200


def waiting(actor: Actor) -> list[OnlineApplication]:
    """What waits for the window, the most urgent first; at most two hundred. Raises NotYourRole."""
    _check(actor)
    rows = OnlineApplication.objects.filter(state=State.SUBMITTED)
    return list(rows.order_by('due', 'submitted_at')[:MOST])


def count_waiting() -> int:
    """How many wait."""
    return OnlineApplication.objects.filter(state=State.SUBMITTED).count()


def application_for(uid: UUID, actor: Actor) -> OnlineApplication:
    """One that waits for the window. Raises NotYourRole, NoSuchApplication."""
    _check(actor)
    found = OnlineApplication.objects.filter(uid=uid, state=State.SUBMITTED).first()
    if found is None:
        raise NoSuchApplication
    return found


def file_of(one: OnlineApplication, content: str) -> tuple[bytes, str]:
    """A file (by hash) of an application and its type. Raises NoSuchApplication."""
    for files in one.files.values():
        for file in files:
            if file.hash == content:
                return read(content), file.type
    raise NoSuchApplication


def is_late(one: OnlineApplication) -> bool:
    """Whether the working day for registering it is over."""
    return one.due is not None and one.due < timezone.localdate()


def _check(actor: Actor) -> None:
    if Role.CLERK not in actor.roles:
        raise NotYourRole
