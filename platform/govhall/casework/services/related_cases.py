"""Cases that build on the result of an earlier one: 变更 延续 补证 更正 注销 撤销."""

from datetime import date, datetime

from federation.contracts.case import ResultFollowed
from federation.contracts.records import Followed
from govhall.casework.case_reads import LOCKED_BY_NUMBER
from govhall.casework.models import Case
from govhall.casework.reactions import CaseConcluded, ResultReplaced, on, react
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.rules import Power
from govhall.kernel import typed
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from govhall.licences.models import LicenceEntry
from govhall.licences.rules.kinds import (
    ORGAN,
    CaseKind,
    Filing,
    FirstCase,
    FirstResult,
    FollowerUnderWay,
    ResultEnded,
    ResultSuperseded,
    check_linked,
)
from govhall.licences.rules.results import AFTER, ResultTerm
from govhall.licences.selectors import entry_by_number
from govhall.licences.services.register import follow_entry, locked_entry, note_followed
from govhall.licences.terms import term_of
from tenants.context import current_hall
from tenants.roles import Role


def main_of(matter: str, version: int | None = None) -> str:
    """The matter that a result belongs to (主项): its renewal or change may be a matter of its own."""
    return catalogue.matter(matter, version=version).main_code or matter


def first_of(number: str, *, main: str) -> FirstCase | None:
    """The result of the current hall that is named by the number of its case or licence, as the rules need it."""
    case = Case.objects.filter(number=typed.code(number)).first() if number else None
    if case is None:
        entry = entry_by_number(number, main=main)
        if entry is None:
            return None
        case = Case.objects.filter(number=entry.case_number).first() if entry.case_number else None
        if case is None:
            return _of_entry(entry)
    outcome = case.outcome
    if outcome is None or outcome.kind != 'approved':
        return None
    return _first(
        FirstCase(
            case.number,
            main_of(case.matter, case.matter_version),
            case.applicant.id_number,
            outcome.valid_until,
            bool(case.ended_by),
            granted_on=outcome.at.astimezone(CHINA).date(),
        ),
        case.followed,
    )


def _of_entry(entry: LicenceEntry) -> FirstCase:
    """A licence that the hall knows without its case: from before this system, or from a hall that was merged."""
    holder, until, since = entry.holder.id_number, entry.valid_until, entry.valid_from
    return _first(FirstCase(entry.number, entry.main, holder, until, ended=False, granted_on=since), entry.followed)


def _first(first: FirstCase, followed: Followed | None) -> FirstCase:
    if followed is None:
        return first
    kind = CaseKind(followed.kind)
    return first._replace(ended=kind.ends_result, newer=followed.number, standing=AFTER[kind].label)


def build_on_first(case: Case, *, roles: frozenset[Role], on: date, at: datetime) -> None:
    """Keep in the case which result it builds on, and how long that is valid. Raises what `check_first` raises."""
    first = check_first(case, roles=roles, on=on, at=at)
    if first is not None:
        case.first_number, case.first_data = first.number, plain(FirstResult(first.valid_until, first.granted_on))
    elif case.kind == CaseKind.NEW:
        case.first_number = ''


def check_first(case: Case, *, roles: frozenset[Role], on: date, at: datetime) -> FirstCase | None:
    """The result that a case builds on, if it may; None for a new one, and where only a hall above can know it.

    Raises what `check_linked` raises, and FollowerUnderWay while another application on the same result is open.
    """
    info = catalogue.matter(case.matter, version=case.matter_version)
    kind, main = CaseKind(case.kind), info.main_code or info.code
    if kind is CaseKind.NEW:
        return None
    first = first_of(case.first_number, main=main)
    filing = Filing(main, case.applicant.id_number, roles, on, early=info.certificate_rule.renew_from_days)
    if first is None and _is_known_above(case, at):
        return None
    check_linked(kind, first, filing)
    if first is not None and kind is not CaseKind.REVOKE:
        _check_alone(case, first)
    return first


def _is_known_above(case: Case, at: datetime) -> bool:
    """Whether this hall can't know the result, because another one decides the matter: it is looked up there."""
    if not case.first_number or Case.objects.filter(number=case.first_number).exists():
        return False
    hall, received = current_hall().code, case.received_at
    return not catalogue.has_power(case.matter, hall, Power.DECIDE, at, received=received, facts=case.facts)


def _check_alone(case: Case, first: FirstCase) -> None:
    beside = Case.objects.filter(first_number=first.number, outcome_data__isnull=True)
    other = beside.exclude(uid=case.uid).exclude(kind=CaseKind.REVOKE).first()
    if other is not None:
        raise FollowerUnderWay(field='first_number', other=CaseKind(other.kind).label, number=other.number)


def resolve_first(change: Change) -> None:
    """Find in the hall that decides what a hall below could only name. Raises what `check_first` raises."""
    case = change.case
    if case.kind == CaseKind.NEW or case.first_result.granted_on is not None or case.outcome_data:
        return
    build_on_first(case, roles=ORGAN, on=case.received_at.astimezone(CHINA).date(), at=change.at)


@on(CaseConcluded, order=20)
def mark_first(moment: CaseConcluded) -> None:
    """Once a linked case is granted, its first case says so in every hall that has it, and so does the list."""
    change, outcome = moment.change, moment.outcome
    case, kind = change.case, CaseKind(change.case.kind)
    if kind is CaseKind.NEW or outcome.kind != 'approved':
        return
    followed = Followed(kind=kind.value, number=case.number, on=outcome.at.astimezone(CHINA).date())  # type: ignore[arg-type]
    first = _built_on(change)
    if first is not None:
        if moment.here:
            _check_followable(case, first.case.followed)
        learn_followed(first, followed)
        first.finish()
        return
    entry = locked_entry(main=main_of(case.matter, case.matter_version), number=case.first_number)
    if entry is not None:
        if moment.here:
            _check_followable(case, entry.followed)
        follow_entry(entry, followed)


def _built_on(change: Change) -> Change | None:
    """A change of the case that this one builds on, if the hall has it."""
    number = change.case.first_number
    first = change.case_batch.numbered(number) if change.case_batch else LOCKED_BY_NUMBER.first(number=number)
    if first is None:
        return None
    beside = Change(first, hall=change.hall, actor=change.actor, at=change.at, tells_facts=False)
    beside.case_batch = change.case_batch
    return beside


def _check_followable(case: Case, followed: Followed | None) -> None:
    """Of two cases that build on one result only one is granted, whichever is decided first."""
    if followed is None or followed.number == case.number:
        return
    kind = CaseKind(followed.kind)
    if kind.ends_result:
        raise ResultEnded(kind=CaseKind(case.kind).label)
    raise ResultSuperseded(standing=AFTER[kind].label, number=followed.number)


def learn_followed(change: Change, followed: Followed | None, *, sender: str = '') -> None:
    """Note what became of this result and pass it on; a result that has ended stays ended."""
    case = change.case
    if followed is None or case.ended_by or (case.followed and case.followed.number == followed.number):
        return
    case.followed_data = plain(followed)
    change.append('linked', kind=followed.kind, number=followed.number)
    if case.licence_data or case.outcome_data:
        note_followed(case.uid, followed)
    react(ResultReplaced(change, followed))
    for hall in case.neighbours:
        if hall != sender:
            change.send(hall, ResultFollowed(followed=followed))
    if CaseKind(followed.kind) is CaseKind.REVOKE and case.kind != CaseKind.NEW:
        _put_back(change)


def _put_back(change: Change) -> None:
    """The case that had taken a result's place is revoked: that result counts again, as far as its own end goes."""
    case = change.case
    first = _built_on(change)
    if first is not None:
        forget_followed(first, by=case.number)
        first.finish()
        return
    entry = locked_entry(main=main_of(case.matter, case.matter_version), number=case.first_number)
    if entry is not None and entry.followed and entry.followed.number == case.number:
        follow_entry(entry, None)


def forget_followed(change: Change, *, by: str, sender: str = '') -> None:
    """What had taken the place of this result was revoked: keep that and pass it on."""
    case, followed = change.case, change.case.followed
    if followed is None or followed.number != by:
        return
    case.followed_data = None
    change.append('unlinked', kind=followed.kind, number=followed.number)
    note_followed(case.uid, None)
    react(ResultReplaced(change, None))
    for hall in case.neighbours:
        if hall != sender:
            change.send(hall, ResultFollowed(followed=followed, withdrawn=True))


def renewal_lapsed(case: Case, today: date) -> bool:
    """Whether the validity ended while the renewal was undecided here."""
    held, end = case.custody == Custody.HELD and not case.outcome_data, case.first_result.valid_until
    return held and case.kind == CaseKind.RENEW and end is not None and end < today


def result_term_of(case: Case, at: datetime) -> ResultTerm:
    """What the end of validity of a grant depends on today."""
    info = catalogue.matter(case.matter, version=case.matter_version)
    if info.certificate and info.has_no_term:  # entered since the case was received
        info = catalogue.matter(case.matter)
    return term_of(info, CaseKind(case.kind), on=at.astimezone(CHINA).date(), before=case.first_result.valid_until)
