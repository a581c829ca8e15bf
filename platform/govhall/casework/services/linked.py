"""Cases that build on the result of an earlier one: 变更 延续 补证 更正 注销 撤销."""

from datetime import date

from federation.contracts.case import Outcome
from govhall.casework.events import CHINA
from govhall.casework.models import Case
from govhall.casework.publication.models import PublishedDecision
from govhall.casework.rules.kinds import CaseKind, First
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change, locked


def first_of(number: str) -> First | None:
    """The granted case of the current hall with this number, as the rules need it."""
    case = Case.objects.filter(number=number).first() if number else None
    outcome = case.outcome if case else None
    if case is None or outcome is None or outcome.kind != 'approved':
        return None
    return First(case.number, case.matter, case.applicant.id_number, outcome.valid_until, bool(case.ended_by))


def mark_first(change: Change, outcome: Outcome) -> None:
    """Once a linked case is granted, its first case says so in every hall that knows both, and so does the list."""
    case, kind = change.case, CaseKind(change.case.kind)
    if kind is CaseKind.NEW or outcome.kind != 'approved':
        return
    first = change.docket.numbered(case.first_number) if change.docket else locked(number=case.first_number)
    if first is not None:
        beside = Change(first, hall=change.hall, actor=change.actor, at=change.at, tells_facts=False)
        beside.docket = change.docket
        beside.append('linked', kind=kind, number=case.number, valid_until=str(outcome.valid_until or ''))
        if kind.ends_result:
            first.ended_by = case.number
        beside.finish()
    if kind.ends_result:
        PublishedDecision.objects.filter(number=case.first_number).update(
            withdrawn_on=outcome.at.astimezone(CHINA).date()
        )


def renewal_lapsed(case: Case, today: date) -> bool:
    """Whether the validity ended while the renewal was undecided here."""
    held = case.custody == Custody.HELD and not case.outcome_data
    return held and case.kind == CaseKind.RENEW and case.expires_on is not None and case.expires_on < today
