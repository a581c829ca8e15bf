"""A file of a case's papers in somebody's hand, and the record of who opened it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.services.change import Change
from govhall.casework.services.materials import NoSuchFile, read_or_lost
from govhall.casework.sight import require_people
from govhall.files.models import Material
from tenants.access import Actor
from tenants.context import current_hall


class OpenedFile(NamedTuple):
    """A file to be handed out."""

    content: bytes
    type: str
    paper: str


def open_file(*, uid: UUID, actor: Actor, content: str, at: datetime | None = None) -> OpenedFile:
    """A file (by hash) of a case that this hall has, and the record of who opened it.

    Raises NoSuchCase, PeopleNotShown, NoSuchFile, FileLost.
    """
    at = at or timezone.now()
    with transaction.atomic():
        case = Case.objects.visible_to(actor).select_for_update().filter(uid=uid).first()
        if case is None:
            raise NoSuchCase
        require_people(actor, case, at)
        paper = next((one for one in case.papers if content in {file.hash for file in one.files}), None)
        row = Material.objects.filter(hash=content).first()
        if paper is None or row is None:
            raise NoSuchFile
        change = Change(case, hall=current_hall(), actor=actor, at=at)
        change.append('material_opened', paper=paper.code, name=paper.name, hash=content)
        change.write_events()
        return OpenedFile(read_or_lost(content), row.type, paper.code)
