"""The nightly check of one hall: what changed since the last one, what was wrong then, and a thirtieth of the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from math import ceil
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from govhall.archive.chains.case_chain import (
    CaseChain,
    ChainFault,
    ChainFindings,
    HandoverTip,
    case_chains,
    compare_tips,
)
from govhall.archive.chains.models import ChainCheck
from govhall.casework.models import Case
from govhall.documents.keystore import ROOTS
from govhall.documents.proof import roots_in
from tenants.audit import Action, record
from tenants.context import current_hall
from tenants.models import SetAside
from tenants.sweep import SweepResult, Walk

ROUND = 30  # nights after which every case was checked
CHUNK = 200
MOST_TOLD = 500
SWEEP = 'casework.sweep_chains'
log = structlog.get_logger(__name__)


def check_hall(*, at: datetime, whole: bool = False) -> ChainFindings:
    """Check the current hall and keep how far it came; `whole` takes every case."""
    hall = current_hall().code
    known = ChainCheck.objects.filter(hall=hall).first() or ChainCheck(hall=hall)
    through = Case.objects.order_by('-updated_at').values_list('updated_at', flat=True).first()
    wanted, place = _all() if whole else _due(known)
    roots, found = roots_in(settings.DATA / 'keystore' / ROOTS), ChainFindings()
    # Each case for itself: one that can't be read hides nothing about the others, and is looked at again next night.
    walk, swept, checked = Walk(SWEEP, hall, _uid_of, always=True), SweepResult(), set[str]()
    for chunk in _chunks(wanted):
        for course in case_chains(chunk, hall=hall):
            if walk.do(course, lambda one: found.add(one.check(roots)), swept):
                checked.add(_uid_of(course))
    found.unread = swept.failed
    known.through, known.place, known.checked_at = through, place, at
    _keep(known, found.faults, checked=checked)
    log.info(
        'chains_checked',
        hall=hall,
        cases=found.cases,
        events=found.events,
        faults=len(found.faults),
        unread=found.unread,
    )
    return found


def _uid_of(course: CaseChain) -> str:
    return str(course.case.uid)


def _all() -> tuple[list[UUID], UUID | None]:
    return list(Case.objects.order_by('uid').values_list('uid', flat=True)), None


def _due(known: ChainCheck) -> tuple[list[UUID], UUID | None]:
    rows = Case.objects.order_by('uid').values_list('uid', flat=True)
    if known.place is None:  # a new round; counted once in it
        known.share = ceil(Case.objects.count() / ROUND)
    part = list((rows.filter(uid__gt=known.place) if known.place else rows)[: known.share])
    place = part[-1] if len(part) == known.share and part else None
    changed = Case.objects.filter(updated_at__gt=known.through) if known.through else Case.objects.all()
    again = {fault['case'] for fault in known.faults}
    again |= set(SetAside.objects.filter(task=SWEEP, hall=known.hall).values_list('item', flat=True))
    wanted = {*part, *changed.values_list('uid', flat=True), *(UUID(uid) for uid in again)}
    return sorted(wanted), place


def _chunks(wanted: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(wanted), CHUNK):
        yield wanted[start : start + CHUNK]


def compare(told: Collection[HandoverTip], *, at: datetime) -> list[ChainFault]:
    """Compare the current hall's events with what its neighbours were told; what differs is kept and an alarm."""
    faults = compare_tips(told)
    if faults:
        hall = current_hall().code
        known = ChainCheck.objects.filter(hall=hall).first() or ChainCheck(hall=hall)
        known.checked_at = at
        _keep(known, faults, checked=set())
    return faults


def told_by_sender(told: Collection[HandoverTip]) -> Iterator[tuple[str, list[HandoverTip]]]:
    """What to compare, by the hall that said it, in parts that a task can carry."""
    found: dict[str, list[HandoverTip]] = defaultdict(list)
    for tip in told:
        found[tip.sender].append(tip)
    for sender, some in sorted(found.items()):
        for start in range(0, len(some), MOST_TOLD):
            yield sender, some[start : start + MOST_TOLD]


def _keep(known: ChainCheck, faults: Sequence[ChainFault], *, checked: Collection[str]) -> None:
    """Faults of cases that were checked again are replaced; a new one goes into the audit, once."""
    before = {(fault['case'], fault['code']) for fault in known.faults}
    # What a neighbour said is not checked by a hall's own look at itself.
    stays = [fault for fault in known.faults if fault['case'] not in checked or fault['code'] == 'told_otherwise']
    keys = {(fault.case, fault.code) for fault in faults}
    with transaction.atomic():
        known.faults = [stay for stay in stays if (stay['case'], stay['code']) not in keys]
        known.faults += [fault._asdict() for fault in faults]
        known.save()
        for fault in faults:
            if (fault.case, fault.code) not in before:
                detail = {'code': fault.code, 'said': fault.sentence, 'case': fault.case}
                record(Action.CHAIN_BROKEN, hall=known.hall, subject=fault.number, detail=detail)
                log.error('chain_broken', hall=known.hall, case=fault.case, outcome='broken', reason=fault.code)


def standing_faults() -> int:
    """How many faults stand in the cell; one small table."""
    return sum(len(faults) for faults in ChainCheck.objects.values_list('faults', flat=True))
