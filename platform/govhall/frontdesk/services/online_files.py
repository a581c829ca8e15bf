"""Opening a file of an online application at the window: identity cards mostly, so who looked is on record."""

from uuid import UUID

from django.db import transaction

from govhall.applications.selectors import application_for, file_of
from govhall.desk.purposes import Purpose
from tenants.access import Actor
from tenants.audit import Action, record


def open_online_file(*, uid: UUID, actor: Actor, content: str) -> tuple[bytes, str]:
    """A file (by hash) of an application that waits, its type, and the record of who opened it.

    Raises NotYourRole, NoSuchApplication, FileLost; then nothing is recorded.
    """
    with transaction.atomic():
        one = application_for(uid, actor)
        told = {'application': str(uid), 'file': content, 'purpose': Purpose.ONLINE.value}
        record(Action.PERSON_SHOWN, who=actor, hall=actor.hall, subject=one.number, detail=told)
        return file_of(one, content)
