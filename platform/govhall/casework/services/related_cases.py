"""Cases that build on the result of an earlier one: 变更 延续 补证 更正 注销 撤销."""

from datetime import date, datetime

from federation.contracts.case import ResultFollowed
from federation.contracts.records import Followed
from govhall.casework.models import Case
from govhall.casework.reactions import CaseConcluded, ResultReplaced, on, react
from govhall.casework.rules.kinds import CaseKind, FirstCase
from govhall.casework.rules.results import AFTER, ResultTerm
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change, locked
from govhall.catalogue import selectors as catalogue
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain


def first_of(number: str) -> FirstCase | None:
    """The granted case of the current hall with this number, as the rules need it."""
    case = Case.objects.filter(number=number).first() if number else None
    outcome = case.outcome if case else None
    if case is None or outcome is None or outcome.kind != 'approved':
        return None
    followed = case.followed
    return FirstCase(
        case.number,
        case.matter,
        case.applicant.id_number,
        outcome.valid_until,
        bool(case.ended_by),
        granted_on=outcome.at.astimezone(CHINA).date(),
        newer=followed.number if followed else '',
        standing=AFTER[CaseKind(followed.kind)].label if followed else '',
    )


@on(CaseConcluded, order=20)
def mark_first(moment: CaseConcluded) -> None:
    """Once a linked case is granted, its first case says so in every hall that has it, and so does the list."""
    change, outcome = moment.change, moment.outcome
    case, kind = change.case, CaseKind(change.case.kind)
    if kind is CaseKind.NEW or outcome.kind != 'approved':
        return
    followed = Followed(kind=kind.value, number=case.number, on=outcome.at.astimezone(CHINA).date())  # type: ignore[arg-type]
    first = change.case_batch.numbered(case.first_number) if change.case_batch else locked(number=case.first_number)
    if first is not None:
        beside = Change(first, hall=change.hall, actor=change.actor, at=change.at, tells_facts=False)
        beside.case_batch = change.case_batch
        learn_followed(beside, followed)
        beside.finish()


def learn_followed(change: Change, followed: Followed | None, *, sender: str = '') -> None:
    """Note what became of this result and pass it on; a result that has ended stays ended."""
    case = change.case
    if followed is None or case.ended_by or (case.followed and case.followed.number == followed.number):
        return
    case.followed_data = plain(followed)
    change.append('linked', kind=followed.kind, number=followed.number)
    react(ResultReplaced(change, followed))
    for hall in case.neighbours:
        if hall != sender:
            change.send(hall, ResultFollowed(followed=followed))


def renewal_lapsed(case: Case, today: date) -> bool:
    """Whether the validity ended while the renewal was undecided here."""
    held, end = case.custody == Custody.HELD and not case.outcome_data, case.first_result.valid_until
    return held and case.kind == CaseKind.RENEW and end is not None and end < today


def result_term_of(case: Case, at: datetime) -> ResultTerm:
    """What the end of validity of a grant depends on today."""
    info = catalogue.matter(case.matter, version=case.matter_version)
    day = at.astimezone(CHINA).date()
    return ResultTerm(CaseKind(case.kind), info.certificate, info.term_months, day, case.first_result.valid_until)
