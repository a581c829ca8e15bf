"""Recording a mandate, and withdrawing it."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from federation.contracts.case import Applicant, Attachment
from federation.contracts.mandate import MandatePeople, MandateWithdrawal
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.selectors import matters_for
from govhall.files.rules.materials import checked_type
from govhall.forms.applicant import AgentMissing, checked_applicant
from govhall.kernel.china import CHINA
from govhall.kernel.ids import new_uid
from govhall.kernel.structures import plain
from govhall.mandates.models import Given, Mandate
from govhall.mandates.refusals import (
    MandateDays,
    MandateFileMissing,
    MandateOfOneself,
    MandateScope,
    MandateWithdrawn,
    NoSuchMandate,
)
from govhall.mandates.rules import LONGEST
from govhall.mandates.selectors import openable
from govhall.storage.capacity import check_disk
from govhall.storage.material_store import hash_of, store
from tenants.access import Actor
from tenants.context import current_hall


@dataclass(frozen=True, slots=True, kw_only=True)
class MandatePaper:
    """A mandate as its paper has it. `people` is who applies, with the agent; `all_matters` is chosen."""

    people: Applicant
    until: date
    given: Given
    matters: Collection[str] = ()
    all_matters: bool = False
    agent_person: int | None = None  # where the agent is a person of this hall


def record_mandate(*, paper: MandatePaper, scan: bytes, actor: Actor, at: datetime | None = None) -> Mandate:
    """Keep a mandate from today on, with its paper.

    Raises what `checked_applicant` raises, MandateOfOneself, MandateDays, MandateScope, UnknownMatter,
    MandateFileMissing, FileTooLarge, FileTypeRefused.
    """
    at = at or timezone.now()
    today, people = at.astimezone(CHINA).date(), checked_applicant(paper.people, at=at)
    if not people.agent:
        raise AgentMissing(field='agent')
    if people.agent_number and people.agent_number == people.id_number:
        raise MandateOfOneself(field='agent_number')
    if not today <= paper.until <= today + LONGEST:
        raise MandateDays(field='until')
    if bool(paper.matters) == paper.all_matters:
        raise MandateScope(field='matters')
    known = {info.code for info in matters_for(current_hall().code)} if paper.matters else set()
    for code in paper.matters:
        if code not in known:
            raise UnknownMatter(field='matters', matter=code)
    if not scan:
        raise MandateFileMissing(field='scan')
    file = Attachment(
        hash=hash_of(scan), type=checked_type(scan, most_megabytes=settings.MATERIAL_MEGABYTES), size=len(scan)
    )
    mandate = new_mandate(people, since=today, until=paper.until, given=paper.given, actor=actor, at=at)
    mandate.agent_person, mandate.matters = paper.agent_person, sorted(set(paper.matters))
    mandate.file_data = plain(file)
    mandate.save(force_insert=True)
    check_disk(file.hash)
    store(scan)
    return mandate


def new_mandate(
    people: Applicant, *, since: date, until: date, given: Given, actor: Actor | None, at: datetime
) -> Mandate:
    """A mandate that is not stored yet."""
    names = ('kind', 'name', 'id_number', 'document', 'agent', 'agent_number', 'agent_phone')
    told = MandatePeople(**{name: getattr(people, name) for name in names})
    return Mandate(
        uid=new_uid(),
        number=f'WT{secrets.randbelow(10**10):010}',
        people_data=plain(told),
        since=since,
        until=until,
        given=given,
        recorded_at=at,
        recorded_by=actor.person_id if actor else None,
        recorded_name=actor.name if actor else '',
    )


def withdraw_mandate(*, uid: UUID, reason: str, actor: Actor, at: datetime | None = None) -> Mandate:
    """End a mandate now; what was done under it stands. Raises NoSuchMandate, MandateWithdrawn."""
    mandate = openable(actor).select_for_update().filter(uid=uid).first()
    if mandate is None:
        raise NoSuchMandate
    if mandate.withdrawn is not None:
        raise MandateWithdrawn
    mandate.withdrawn_data = plain(MandateWithdrawal(at=at or timezone.now(), by=actor.name, reason=reason))
    mandate.save(update_fields=['withdrawn_data'])
    return mandate
