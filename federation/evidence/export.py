"""From the tables of a cell to the file of evidence."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone

from federation.acks.models import Delivery
from federation.contracts.envelope import Envelope
from federation.evidence.bundle import EvidenceBundle, ReceivedRecord, SentRecord, TopicRecord
from federation.inbox.messages import unpack_headers
from federation.inbox.models import AppliedMessage
from federation.keys.new_keys import key_entry
from federation.outbox.models import SentRow
from federation.trust import keys
from federation.trust.models import KeyRecord, PublicKey
from federation.trust.suites import suite
from govhall.kernel.errors import Broken


class NoEvidence(Broken):
    """This cell has nothing about the case, or does not rest on a root."""


def evidence(case: UUID, *, disclose: bool) -> EvidenceBundle:
    """All that this cell has about a case. With `disclose`, also the key of each body that was sealed for its halls.

    Raises NoEvidence.
    """
    received = [
        _received(row, disclose) for row in AppliedMessage.objects.filter(subject=case).order_by('sender', 'sequence')
    ]
    sent = _sent(case)
    root = keys.trust_root()
    if root is None or not received + sent:
        raise NoEvidence(str(case))
    anchor = PublicKey.objects.get(key_id=root.key_id)
    return EvidenceBundle(
        cell=settings.CELL,
        suite=suite().name,
        case=case,
        made_at=timezone.now(),
        root=key_entry(anchor, of_cell=True),
        received=received,
        sent=sent,
        keys=[
            TopicRecord(headers=unpack_headers(bytes(row.headers)), body=bytes(row.body))
            for row in KeyRecord.objects.filter(key_id__in=_keys_used(received)).order_by('key_id', 'version')
        ],
    )


def _received(row: AppliedMessage, disclose: bool) -> ReceivedRecord:
    headers, body = unpack_headers(bytes(row.headers)), bytes(row.body)
    opening = None
    if disclose:
        opening = suite().disclose(keys.own_key(Envelope.from_headers(headers).sealed_for).sealing, body)
    return ReceivedRecord(
        record=TopicRecord(headers=headers, body=body), applied_at=row.applied_at, opening_key=opening
    )


def _sent(case: UUID) -> list[SentRecord]:
    acknowledged = {
        (stream.sender, stream.recipient): stream.receipted_seq for stream in Delivery.objects.filter(subject=case)
    }
    return [
        SentRecord(
            id=row.event_id,
            type=row.type,
            source=row.sender,
            recipient=row.recipient,
            subject=row.subject,
            sequence=row.sequence,
            previous=row.previous,
            body=bytes(row.body),
            acknowledged=row.sequence <= acknowledged.get((row.sender, row.recipient), 0),
        )
        for row in SentRow.objects.filter(subject=case).order_by('sender', 'recipient', 'sequence')
    ]


def _keys_used(received: list[ReceivedRecord]) -> set[str]:
    """The keys of the messages, of the records that told them, and so on up to the root."""
    wanted = {Envelope.from_headers(message.record.headers).key_id for message in received}
    known: set[str] = set()
    while wanted - known:
        known |= wanted
        rows = KeyRecord.objects.filter(key_id__in=wanted).values_list('headers', flat=True)
        wanted = known | {Envelope.from_headers(unpack_headers(bytes(headers))).key_id for headers in rows}
    return known
