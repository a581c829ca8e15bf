"""Reviewing and deciding (行政许可法 §34-38): grant and authorisation are checked at that second and recorded."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Opinion
from govhall.casework.models import Case
from govhall.casework.rules.hearings import check_decidable
from govhall.casework.rules.kinds import CaseKind
from govhall.casework.rules.procedures import ProcedureKind, ProcedureOpen, open_procedures
from govhall.casework.rules.results import Validity
from govhall.casework.rules.states import Act, State
from govhall.casework.services.acceptance import ReasonMissing, accept
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import require_all_here
from govhall.casework.services.conclusion import AlreadyConcluded, conclude
from govhall.casework.services.linked import renewal_lapsed
from govhall.casework.services.site_checks import require_site_check
from govhall.catalogue import selectors as catalogue
from govhall.kernel.chain import text_digest
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor


def review_case(*, uid: UUID, version: int, actor: Actor, opinion: str, at: datetime | None = None) -> Case:
    """Sign an opinion on an accepted case (初审); it travels upward with all materials, §35."""
    at = at or timezone.now()
    if not opinion.strip():
        raise ReasonMissing(field='opinion')
    with changing(uid, actor=actor, at=at, version=version) as change:
        # Free text may name people: the text is sealed with the case, the event proves which text it was.
        change.perform(Act.REVIEW, opinion_sha256=text_digest(opinion.strip()))
        signed = Opinion(hall=change.hall.code, by=actor.name, at=at, text=opinion.strip())
        change.case.opinions_data = plain([*change.case.opinions, signed])
        return change.case


class RenewalLapsed(Refused):
    """The validity ended without a decision on its renewal: the law has decided (§50)."""

    code = 'RENEWAL_LAPSED'
    sentence = '原有效期已在{end:%Y年%m月%d日}届满，依法视为准予延续，不能再作决定；系统今晚登记并出具决定书。'


def decide_case(  # noqa: PLR0913 - the frame of every act, and what a decision says
    *,
    uid: UUID,
    version: int,
    actor: Actor,
    approve: bool,
    reason: str = '',
    valid_until: date | None = None,
    at: datetime | None = None,
) -> Case:
    """Approve or refuse an accepted case; a refusal (§38) and a revocation (§69) need a reason, a licence may end.

    Raises TermMissing, EndsBeforeItBegins, TermTooLong, RenewalLapsed,
    SiteCheckMissing, NoGrant, NoAuthorisation, NotHolder, NotNow, StaleVersion.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        decide(change, approve=approve, reason=reason, valid_until=valid_until)
        return change.case


def decide(change: Change, *, approve: bool, reason: str = '', valid_until: date | None = None) -> None:
    """The decision itself, inside a change."""
    if change.case.outcome_data:
        raise AlreadyConcluded
    if (not approve or change.case.kind == CaseKind.REVOKE) and not reason.strip():
        raise ReasonMissing(field='reason')
    require_undecided(change)
    kept = validity_of(change.case, change.at).checked(valid_until) if approve else None
    require_all_here(change.case)
    require_site_check(change)
    _check_nothing_pending(change)
    reliance = change.perform(Act.APPROVE if approve else Act.REFUSE, reason=reason)
    conclude(change, 'approved' if approve else 'refused', reliance=reliance, reason=reason, valid_until=kept)


def validity_of(case: Case, at: datetime) -> Validity:
    """What the end of validity of a grant depends on today."""
    info = catalogue.matter(case.matter, version=case.matter_version)
    day = at.astimezone(CHINA).date()
    return Validity(CaseKind(case.kind), info.certificate, info.term_months, day, case.expires_on)


def require_undecided(change: Change) -> None:
    """Refuse (RenewalLapsed) to decide what the lapse of the validity has granted."""
    if change.case.expires_on and renewal_lapsed(change.case, change.at.astimezone(CHINA).date()):
        raise RenewalLapsed(end=change.case.expires_on)


def _check_nothing_pending(change: Change) -> None:
    """The decision rests on what the procedures brought (§45) and on the record of the hearing (§48)."""
    check_decidable(change.case.hearing, change.at.astimezone(CHINA).date())
    for one in open_procedures(change.case.clock):
        raise ProcedureOpen(kind=ProcedureKind(one.kind).label)


def decide_on_the_spot(
    *, uid: UUID, version: int, actor: Actor, valid_until: date | None = None, at: datetime | None = None
) -> Case:
    """Accept and approve in one go what this hall may decide (即办件): two events, one transaction.

    Raises as `decide_case`.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        if change.case.state == State.RECEIVED:
            accept(change)
        decide(change, approve=True, valid_until=valid_until)
        change.case.on_the_spot = True
        return change.case
