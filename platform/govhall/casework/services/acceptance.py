"""Accepting, asking for a correction, declining, and acceptance by the lapse of five days (行政许可法 §32)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.case import Paper
from govhall.casework.events import CHINA, plain
from govhall.casework.models import Case
from govhall.casework.models.case import LONGEST_NOTE
from govhall.casework.rules.clocks import after_receipt, while_stopped
from govhall.casework.rules.states import Act, State
from govhall.casework.rules.transitions import NotNow
from govhall.casework.services.change import Change, changing
from govhall.casework.services.completeness import check_not_sent, require_all_here
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.lapse import LimitProvisional, deem_if_lapsed, is_past, start_decision_clock
from govhall.catalogue.rules import Power
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.errors import Refused
from tenants.access import Actor


class PapersMissing(Refused):
    """Required papers are not there, so the case can't be accepted."""

    code = 'PAPERS_MISSING'
    sentence = '还缺材料：{papers}。请一次性告知申请人补齐，材料齐全后再受理。'


class SecondCorrection(Refused):
    """A correction may be asked for once (行政许可法 §32)."""

    code = 'SECOND_CORRECTION'
    sentence = '这件事已经一次性告知过补正，法律不允许再次要求补正。请按现有材料决定是否受理。'


class NothingMissing(Refused):
    """A correction was asked for, but nothing is missing."""

    code = 'NOTHING_MISSING'
    sentence = '请先勾选缺少的材料，再出具一次性告知书。'


class ReasonMissing(Refused):
    """A refusal needs its reason (行政许可法 §38)."""

    code = 'REASON_MISSING'
    sentence = '请写明理由，申请人有权知道为什么。'


def accept_case(*, uid: UUID, version: int, actor: Actor, at: datetime | None = None) -> Case:
    """Accept a received case: its decision clock starts; PapersMissing while required papers are not there."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        accept(change)
        return change.case


def accept(change: Change) -> None:
    """The acceptance itself, inside a change."""
    require_papers(change.case)
    reliance = change.perform(Act.ACCEPT)
    decides = Power.DECIDE in reliance.powers if reliance else None
    start_decision_clock(change, accepted_at=change.at, decides=decides)


def require_papers(case: Case) -> None:
    """Refuse (`PapersMissing`, FilesUnderWay) a case that lacks a required paper or the bytes of a file."""
    missing = [paper.name for paper in case.papers if paper.required and paper.status == 'missing']
    if missing:
        raise PapersMissing(papers='、'.join(missing))
    require_all_here(case)


def deem_accepted(*, uid: UUID, at: datetime | None = None) -> Case:
    """Record that five working days passed without notice: accepted from the day of receipt, whatever the line does.

    A pure function of the receipt date, so both ends of a broken line find the same; NotNow if it was answered, or if
    papers that came meanwhile have started the five days again. LimitProvisional if it is not known that they are over.
    """
    at = at or timezone.now()
    with changing(uid, actor=None, at=at, asks_lapse=False) as change:
        if not deem_if_lapsed(change):
            if is_past(change.case, at.astimezone(CHINA).date()):
                raise LimitProvisional(due=change.case.intake_due)
            raise NotNow(state=State(change.case.state).label)
        return change.case


def ask_for_correction(
    *, uid: UUID, version: int, actor: Actor, missing: frozenset[str], at: datetime | None = None
) -> Case:
    """Tell the applicant once and completely what is missing (codes of papers); the five days stop."""
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.corrections:
            raise SecondCorrection
        papers = [_with_status(paper, 'missing') if paper.code in missing else paper for paper in case.papers]
        check_not_sent(case, missing)
        names = [
            paper.name for paper in papers if paper.status == 'missing' and (paper.required or paper.code in missing)
        ]
        if not names:
            raise NothingMissing
        change.perform(Act.ASK_CORRECTION, missing=names)
        case.papers_data = plain(papers)
        case.corrections = 1
        case.note = _shortened('请补正：' + '、'.join(names))  # the list itself stands in the papers
        case.set_dues(while_stopped())
        return case


def supply(change: Change, *, papers: frozenset[str]) -> None:
    """The missing papers arrive at the holder: the five days begin again from this day."""
    case = change.case
    change.perform(Act.SUPPLY, papers=sorted(papers))
    case.papers_data = plain([_with_status(one, 'handed_in') if one.code in papers else one for one in case.papers])
    case.clock_from = change.at.astimezone(CHINA).date()
    case.note = ''
    case.set_dues(after_receipt(case.clock_from, calendar_of(change.hall.area_code)))


def decline_case(
    *, uid: UUID, version: int, actor: Actor, reason: str, competent: str = '', at: datetime | None = None
) -> Case:
    """Decline to accept (不予受理) with the reason, and with the organ to apply to if this one has no power (§32)."""
    at = at or timezone.now()
    if not reason.strip():
        raise ReasonMissing(field='reason')
    with changing(uid, actor=actor, at=at, version=version) as change:
        elsewhere = {'competent': competent.strip()} if competent.strip() else {}
        reliance = change.perform(Act.DECLINE, reason=reason, **elsewhere)
        conclude(change, 'not_accepted', reliance=reliance, reason=reason)
        return change.case


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1] + '…'


def _with_status(paper: Paper, status: str) -> Paper:
    # What has to be brought anew comes with new files; the old ones stay with the events that took them.
    kept = [] if status == 'missing' else paper.files
    return replace(paper, status=status, files=kept)
