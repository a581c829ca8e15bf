"""Whether the events of cases are what they were: each follows the one before, and what left the database agrees.

A database owner can recompute a chain. The tip stands outside too: sealed into each paper, in the packages of the
archive, and with every neighbour to which the case went. Those can't be recomputed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from asn1crypto.x509 import Certificate

from govhall.archive.models import CaseArchive
from govhall.casework.models import Case, CaseEvent
from govhall.documents.marks import mark_of
from govhall.documents.models import Notice
from govhall.documents.proof import check_seal
from govhall.kernel.chain import GENESIS, link
from govhall.kernel.errors import Broken
from govhall.storage.document_store import FileGone, document_store


class ChainFault(NamedTuple):
    """Something that is not what it was; no personal data."""

    case: str
    number: str
    code: str
    sentence: str


class HandoverTip(NamedTuple):
    """The tip that a neighbour named when it handed a case over."""

    sender: str
    case: str
    tip: str


@dataclass(slots=True)
class ChainFindings:
    """What was looked at, what is wrong, and what halls that sent cases here said of theirs."""

    cases: int = 0
    events: int = 0
    papers: int = 0
    faults: list[ChainFault] = field(default_factory=list)
    told: list[HandoverTip] = field(default_factory=list)
    unread: int = 0  # cases that could not be checked at all; each is set aside

    def add(self, other: 'ChainFindings') -> None:
        """Count another part in."""
        self.cases, self.events = self.cases + other.cases, self.events + other.events
        self.papers, self.unread = self.papers + other.papers, self.unread + other.unread
        self.faults += other.faults
        self.told += other.told


def case_chains(uids: Collection[UUID], *, hall: str) -> Iterator['CaseChain']:
    """These cases of the current hall, each with what is checked of it; four statements for all of them."""
    events = _by_case(CaseEvent.objects.filter(case_id__in=uids).order_by('case_id', 'seq'))
    notices = _by_case(Notice.objects.filter(case_uid__in=uids).defer('content_data'), key='case_uid')
    archives = _by_case(CaseArchive.objects.filter(case_id__in=uids))
    for case in Case.objects.filter(uid__in=uids).only('uid', 'number', 'event_tip', 'event_count'):
        yield CaseChain(case, events[case.uid], notices[case.uid], archives[case.uid], hall)


def _by_case(rows: object, key: str = 'case_id') -> dict[UUID, list]:  # type: ignore[type-arg]
    grouped: dict[UUID, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in rows:  # type: ignore[attr-defined]
        grouped[getattr(row, key)].append(row)
    return grouped


def _told(event: CaseEvent) -> HandoverTip | None:
    if not event.data.get('chain_tip') or not event.data.get('sender'):
        return None
    return HandoverTip(str(event.data['sender']), str(event.case_id), str(event.data['chain_tip']))


def chain_fault(case: Case, events: Sequence[CaseEvent]) -> str:
    """What is wrong with the chain itself, in a sentence; empty for a chain that holds."""
    tip = GENESIS
    for place, event in enumerate(events, start=1):
        if event.seq != place or event.previous != tip or event.hash != _hash(tip, event):
            return f'办件经过在第 {place} 环断开：有记录被改动、删去或者插入'
        tip = event.hash
    if (tip, len(events)) != (case.event_tip, case.event_count):
        return '办件经过的最后几环不见了，或者和办件登记的不一致'
    return ''


def _hash(previous: str, event: CaseEvent) -> str:
    try:
        return link(previous, event.body())
    except Broken:
        return ''


class CaseChain:
    """One case with its events, papers and packages."""

    def __init__(
        self,
        case: Case,
        events: Sequence[CaseEvent],
        notices: Sequence[Notice],
        archives: Sequence[CaseArchive],
        hall: str,
    ) -> None:
        self.case, self.events, self.notices, self.archives, self.hall = case, events, notices, archives, hall
        self.faults: list[ChainFault] = []

    def check(self, roots: Sequence[Certificate]) -> ChainFindings:
        """All that is wrong with the case; reads one file for each paper."""
        self.check_chain()
        self.check_papers(self.notices, roots)
        self.check_archives(self.archives)
        told = [told for event in self.events if (told := _told(event))]
        return ChainFindings(1, len(self.events), len(self.notices), self.faults, told)

    def check_chain(self) -> None:
        """The events among themselves, and the tip of the case."""
        if sentence := chain_fault(self.case, self.events):
            self._say('chain_broken', sentence)

    def check_papers(self, notices: Sequence[Notice], roots: Sequence[Certificate]) -> None:
        """Each sealed paper carries the link of the event that issued it; each paper of an event is there."""
        issued = {
            str(event.data['number']): event for event in self.events if event.data.get('document') and _numbered(event)
        }
        known = {one.number: one for one in notices}
        for number in issued.keys() - known.keys():
            self._say('paper_missing', f'经过里出具的文书 {number} 不在登记簿里')
        for number, notice in known.items():
            if number not in issued:
                self._say('paper_unissued', f'文书 {number} 在经过里没有出具的记录')
            elif notice.state == Notice.State.ISSUED:
                self._check_paper(notice, issued[number], roots)

    def _check_paper(self, notice: Notice, event: CaseEvent, roots: Sequence[Certificate]) -> None:
        try:
            data = document_store().get(self.hall, notice.file)
        except FileGone:
            self._say('paper_lost', f'文书 {notice.number} 的文件找不到或已损坏')
            return
        seal, mark = check_seal(data, roots), mark_of(data)
        if not seal.holds or seal.number != notice.number:
            self._say('seal_broken', f'文书 {notice.number}：{seal.sentence}')
        elif mark is None or mark.tip != event.hash or mark.case != str(self.case.uid):
            self._say('paper_differs', f'盖过章的文书 {notice.number} 记着另一个经过：数据库里的记录被重新算过')

    def check_archives(self, archives: Sequence[CaseArchive]) -> None:
        """Each package of the archive ends where the chain then ended."""
        for archive in archives:
            if archive.events > len(self.events) or self.events[archive.events - 1].hash != archive.tip:
                self._say('archive_differs', f'档案 {archive} 记着另一个经过')

    def _say(self, code: str, sentence: str) -> None:
        self.faults.append(ChainFault(str(self.case.uid), self.case.number, code, sentence))


def _numbered(event: CaseEvent) -> bool:
    return bool(event.data.get('number'))


def compare_tips(told: Collection[HandoverTip]) -> list[ChainFault]:
    """What neighbours of the current hall were told of its cases, against its events now; two statements."""
    cases = {
        case.uid: case.number
        for case in Case.objects.filter(uid__in={UUID(one.case) for one in told}).only('uid', 'number')
    }
    tips = {one.tip for one in told}
    known = set(CaseEvent.objects.filter(case_id__in=cases, hash__in=tips).values_list('case_id', 'hash'))
    return [
        ChainFault(one.case, cases[UUID(one.case)], 'told_otherwise', '相邻大厅接件时记下的经过，和本大厅现在的不一样')
        for one in told
        if UUID(one.case) in cases and (UUID(one.case), one.tip) not in known
    ]
