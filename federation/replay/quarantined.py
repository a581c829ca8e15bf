"""Quarantined records, verified again and put through the ordinary door; what still fails stays where it is."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F

from federation.contracts.envelope import Envelope, UnreadableEnvelope
from federation.inbox.messages import InboundMessage, Offsets, unpack_raw_headers
from federation.inbox.models import QuarantinedRecord
from federation.inbox.quarantine import SuspectRecord
from federation.inbox.unordered import apply_entries, apply_facts
from federation.intake.address_book import AddressBook
from federation.intake.breaker import Breaker
from federation.intake.hall_applier import HallApplier
from federation.intake.progress import HasPosition, ReadProgress
from federation.intake.record_reader import BETWEEN_HALLS, read_message
from federation.intake.unordered import apply_unordered
from federation.link.port import IncomingRecord
from federation.link.topics import Lane, topics_read_by
from federation.replay.choice import Choice
from federation.trust.port import UnknownKey
from govhall.kernel.errors import Broken, Later

ENTRIES = (Lane.DIRECTORY, Lane.CATALOGUE)
UNREADABLE = ('', '', '')


class StillSuspect(Broken):
    """The record can't be trusted or read now either; says why."""


class ClaimedRecord(NamedTuple):
    """A quarantined record with the hall and type that it claims; empty if its headers can't be read."""

    id: int
    hall: str
    type: str
    reason: str


class FixedPositions(ReadProgress):
    """Positions that were passed long ago: trying these records again moves no offset."""

    def offsets_after(self, records: Sequence[HasPosition]) -> Offsets:
        """None."""
        return {}


def chosen(choice: Choice) -> list[ClaimedRecord]:
    """The records that are meant, what others rest on first."""
    rows = QuarantinedRecord.objects.filter(reason__startswith=choice.reason)
    if choice.since is not None:
        rows = rows.filter(quarantined_at__gte=choice.since)
    found: list[tuple[bool, ClaimedRecord]] = []
    for row in rows.order_by('id').defer('value').iterator():
        hall, type_name, stream = _claims(row)
        if choice.covers(hall=hall, type_name=type_name, stream=stream):
            found.append((_lane(row.topic) not in ENTRIES, ClaimedRecord(row.pk, hall, type_name, row.reason)))
    return [message for _, message in sorted(found, key=lambda pair: pair[0])]


def try_again(record: int) -> tuple[str, int]:
    """What became of a record, `taken`, `suspect` or `waits`, and 1 if it was taken."""
    try:
        with transaction.atomic():
            row = QuarantinedRecord.objects.select_for_update().filter(pk=record).first()
            if row is None:
                return 'waits', 0  # another is at it
            row.delete()
            _through_the_door(row)
    except StillSuspect as error:
        QuarantinedRecord.objects.filter(pk=record).update(reason=str(error)[:200], tries=F('tries') + 1)
        return 'suspect', 0
    except (Later, UnknownKey):
        return 'waits', 0
    return 'taken', 1


def _through_the_door(row: QuarantinedRecord) -> None:
    lane = _lane(row.topic)
    if lane is None:
        raise StillSuspect('the topic is not read by this cell')
    value = None if row.value is None else bytes(row.value)
    key = None if row.key is None else bytes(row.key)
    record = IncomingRecord(row.topic, row.partition, row.position, key, unpack_raw_headers(bytes(row.headers)), value)
    found = read_message(record, lane)
    if isinstance(found, SuspectRecord):
        raise StillSuspect(found.reason)
    if found is not None:
        _apply(found, lane)
    again = QuarantinedRecord.objects.filter(topic=row.topic, partition=row.partition, position=row.position).first()
    if again is not None:
        raise StillSuspect(again.reason)


def _apply(message: InboundMessage, lane: Lane) -> None:
    progress = FixedPositions()
    progress.seen(message)
    if lane in BETWEEN_HALLS:
        taker = HallApplier(progress, AddressBook(settings.CELL, patience=0), Breaker(on=False))
        taker.apply(message.envelope.recipient, [message])
        taker.park()
    else:
        apply_unordered(progress, apply_entries if lane in ENTRIES else apply_facts, [message])


def _lane(topic: str) -> Lane | None:
    return next((read.lane for read in topics_read_by(settings.CELL) if read.name == topic), None)


def _claims(row: QuarantinedRecord) -> tuple[str, str, str]:
    try:
        envelope = Envelope.from_headers(unpack_raw_headers(bytes(row.headers)))
    except UnreadableEnvelope:
        return UNREADABLE
    return envelope.recipient, envelope.type, f'{envelope.subject}/{envelope.source}/{envelope.recipient}'
