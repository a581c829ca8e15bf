"""From the model to what travels: snapshot, progress, fact, deadlines. Pure reads of one case."""

from datetime import date, datetime, timedelta

from msgspec.structs import replace

from federation.contracts.case import Progressed, Snapshot
from federation.contracts.facts import CaseFact
from govhall.casework.models import Case
from govhall.casework.rules.hearings import running_until
from govhall.casework.rules.states import Custody, State
from govhall.deadlines.services import RunningLimit
from govhall.kernel.china import CHINA, local_day
from govhall.materials.ways import is_awaited
from tenants.models import Hall

ARCHIVE_AFTER = timedelta(days=30)
DECIDED = ('approved', 'refused')


def snapshot(case: Case) -> Snapshot:
    """All that the next hall needs to go on with the case (行政许可法 §35)."""
    return Snapshot(
        number=case.number,
        matter=case.matter,
        matter_version=case.matter_version,
        applicant=case.applicant,
        origin=case.origin,
        point=case.point,
        area=case.area,
        state=case.state,
        received_at=case.received_at,
        clock_from=case.clock_from,
        accepted_at=case.accepted_at,
        accepted_by=case.accepted_by,
        dues=case.dues,
        papers=case.papers,
        opinions=case.opinions,
        road=case.road,
        corrections=case.corrections,
        first_handler=case.first_handler,
        chain_tip=case.event_tip,
        clock=case.clock,
        kind=case.kind,
        first_number=case.first_number,
        expires_on=case.first_result.valid_until,
        note=case.note,
        site_checks=case.site_checks,
        granted_on=case.first_result.granted_on,
        form=case.form,
    )


def progress(case: Case, *, at: datetime) -> Progressed:
    """How the case stands, for the halls below."""
    return Progressed(
        hop=case.hop,
        holder=case.holder,
        state=case.state,
        at=at,
        dues=case.dues,
        accepted_at=case.accepted_at,
        accepted_by=case.accepted_by,
        corrections=case.corrections,
        papers=case.papers,
        note=case.note,
        clock=case.clock,
    )


def same_progress(one: Progressed, other: Progressed) -> bool:
    """Whether the halls below would learn nothing new."""
    return replace(one, at=other.at) == other


def fact(case: Case, hall: Hall) -> CaseFact:
    """This hall's part in the case, without personal data; summed over halls each case counts once."""
    outcome = case.outcome
    here = outcome is not None and outcome.hall == hall.code
    decided = here and outcome is not None and outcome.kind in DECIDED
    decided_on = local_day(outcome.at) if decided and outcome else None
    due = case.promised_due if decided else _open_day(case)
    at_origin = case.origin == hall.code and case.state != State.ENTRUSTED
    return CaseFact(
        fact=case.fact,
        version=case.version,
        hall=hall.code,
        hall_kind=hall.kind,
        area=hall.area_code,
        matter=case.matter,
        at_point=at_origin and bool(case.point),
        received_on=local_day(case.received_at) if at_origin else None,
        accepted_on=local_day(case.accepted_at) if case.accepted_by == hall.code else None,
        forwarded_on=local_day(case.forwarded_at),
        decided_on=decided_on,
        closed_on=local_day(outcome.at) if here and outcome else None,
        outcome=outcome.kind if here and outcome else '',
        on_the_spot=decided and case.on_the_spot,
        due_on=due,
        on_time=decided_on <= due if decided_on and due else None,
        delivered_on=local_day(case.delivered_at) if at_origin else None,
        village=case.village,
        rating=case.rating,  # noted where the result was delivered, by the hall of origin or its successor
    )


def _open_day(case: Case) -> date | None:
    """The day by which a case that this hall holds must go on; what is open after it is overdue (超期未办结)."""
    is_open = case.custody == Custody.HELD and not case.outcome_data
    return case.due if is_open else None


def same_fact(one: CaseFact, other: CaseFact) -> bool:
    """Whether statistics would learn nothing new."""
    return replace(one, version=other.version) == other


def deadlines(case: Case) -> dict[str, RunningLimit]:
    """The limits that this hall must keep.

    Those of a case that it holds, the five days of one on its way, and the delivery of a result to its applicant.
    """
    if case.outcome_data:
        running = {'delivery': case.delivery_due if case.delivered_at is None else None, 'archive': archive_due(case)}
    elif case.custody == Custody.WATCHING:
        return {}
    elif case.custody == Custody.IN_TRANSIT:
        running = {'intake': case.intake_due}
    else:
        running = {'intake': case.intake_due, 'promised': case.promised_due, 'statutory': case.statutory_due}
        running['review'] = case.review_due
        running['later'] = min((one.until for one in case.papers if is_awaited(one) and one.until), default=None)
        running['hearing'] = running_until(case.hearing)
        running['renewal'] = case.first_result.valid_until if case.kind == 'renew' else None
    # The days until a case is archived are counted by nobody's calendar.
    return {kind: RunningLimit(day, _is_provisional(case, kind)) for kind, day in running.items() if day}


def _is_provisional(case: Case, kind: str) -> bool:
    if kind == 'hearing':  # it is counted while the clock stands still and no other limit is known
        return case.hearing is not None and case.hearing.provisional
    return case.provisional and kind not in ('archive', 'later')  # the applicant was told the day


def archive_due(case: Case) -> date | None:
    """When a closed case goes into the archive of the hall that ended it; None while it is open or fully archived.

    Some quiet days after the last change: ratings and refunds still come, and what comes later makes a new package.
    """
    closed = case.delivered_at is not None or case.state in (State.WITHDRAWN, State.TERMINATED)
    ended_here = case.custody == Custody.HELD and case.outcome_data is not None
    if not (closed and ended_here) or case.event_count <= case.archived_events:
        return None
    return case.updated_at.astimezone(CHINA).date() + ARCHIVE_AFTER
