"""Somebody of a hall sees who applied online (核验身份)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.identity import IdentityCheck, IdentityChecked
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN, TO_DELIVER
from govhall.casework.rules.transitions import ANYWHERE, HANDLING, Transition, transition
from govhall.casework.services.change import Change, changing
from govhall.identity.refusals import IdentityCheckedBefore, NoOnlineCase, NumberDiffers, WayNotTheirs
from govhall.identity.words import LICENCE_OF_FIRM, SEEN, is_unchecked, ways
from govhall.kernel import typed
from govhall.kernel.id_documents import ID_DOCUMENTS, RESIDENT, UnknownDocument, document_name
from govhall.kernel.identity import same_id_number
from govhall.kernel.numbering import check_number
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.audit import Action, record
from tenants.roles import Role

ENDING = 4


class Shown(NamedTuple):
    """Who stood there, and the type of the document that they showed."""

    seen: str
    document: str


CHECK_IDENTITY = transition(
    Transition(
        name='check_identity',
        course='核验身份',
        states=OPEN | frozenset(TO_DELIVER),
        custody=ANYWHERE,  # the person stands in one hall, and another may hold the case
        roles=HANDLING | {Role.AGENT},
        detail=lambda data: f'{SEEN.get(str(data["seen"]), "")}（{document_name(str(data["document"]))}）',
    )
)


def check_identity(
    *, uid: UUID, version: int, actor: Actor, shown: Shown, ending: str, at: datetime | None = None
) -> Case:
    """Note who stood there and with which document; `ending` is what the applicant's own document ends with.

    The halls that had the case learn it. Raises IdentityCheckedBefore, WayNotTheirs, UnknownDocument, NumberDiffers.
    """
    with changing(uid, actor=actor, at=at or timezone.now(), version=version) as change:
        applicant = change.case.applicant
        whose = document_name(applicant.document) if applicant.kind == 'person' else LICENCE_OF_FIRM
        right = applicant.id_number[-ENDING:]
        if is_unchecked(applicant) and typed.code(ending)[-ENDING:] != right:
            raise NumberDiffers(field='ending', what=f'{whose}号码')
        _note(change, shown)
        return change.case


def check_at_point(*, number: str, id_number: str, shown: Shown, actor: Actor) -> Case:
    """The same by a village agent, who names the case by its number and the applicant by the document before them.

    Agents do not see the counter's cases; who tried stands in the audit. Raises InvalidCaseNumber, NoOnlineCase and
    what `check_identity` raises; the entry in the audit stays.
    """
    number = check_number(number)
    record(Action.PERSON_SEARCHED, who=actor, hall=actor.hall, subject=number, detail={'point': actor.point})
    found = Case.objects.filter(number=number).first()
    right = found.applicant.id_number if found is not None and found.applicant.online else ''
    today = timezone.localdate()
    if found is None or not right or same_id_number(id_number, today=today) != same_id_number(right, today=today):
        raise NoOnlineCase(field='number')
    # The frame asks what the person may open: here the applicant stands before them, and they see nothing of the case.
    with changing(found.uid, actor=None, at=timezone.now()) as change:
        change.actor = actor
        _note(change, shown)
        return change.case


def learn(change: Change, check: IdentityCheck, *, sender: str) -> None:
    """Another hall on the road has checked; the first check counts."""
    case = change.case
    if is_unchecked(case.applicant):
        case.applicant_data = plain(replace(case.applicant, checked=check))
        change.append('identity_checked_by', hall=check.hall, seen=check.seen, document=check.document)
        _tell(change, check, besides=sender)


def _note(change: Change, shown: Shown) -> None:
    case, applicant = change.case, change.case.applicant
    if not is_unchecked(applicant):
        raise IdentityCheckedBefore
    if shown.seen not in dict(ways(applicant)):
        raise WayNotTheirs(field='seen')
    document = shown.document or RESIDENT
    if document not in ID_DOCUMENTS:
        raise UnknownDocument(field='document')
    change.perform(CHECK_IDENTITY, seen=shown.seen, document=document)
    told = {'hall': change.hall.code, 'by': change.actor.name if change.actor else '', 'at': change.at}
    check = IdentityCheck(seen=shown.seen, document=document, **told)  # type: ignore[arg-type]
    case.applicant_data = plain(replace(applicant, checked=check))
    _tell(change, check)


def _tell(change: Change, check: IdentityCheck, *, besides: str = '') -> None:
    for hall in change.case.neighbours:
        if hall != besides:
            change.send(hall, IdentityChecked(check=check))
