"""From a record on a topic to a message, or the reason why it can't be one. Who said it is checked before all else."""

import re
from collections.abc import Iterable

from federation.contracts.base import UnreadableMessage
from federation.contracts.envelope import Envelope, UnreadableEnvelope
from federation.inbox.availability import is_away
from federation.inbox.decoder import decode_body
from federation.inbox.messages import InboundMessage
from federation.inbox.quarantine import SuspectRecord
from federation.intake.faults import reason_of
from federation.link.port import IncomingRecord
from federation.link.topics import SHARED_LANES, Lane, entry_subject
from federation.trust import keys
from federation.trust.port import Untrusted
from federation.trust.verification import verify
from govhall.kernel.errors import Later

SIGNER = 'ce_keyid'
KEY_ID = re.compile(rb'[!-~]{1,64}')
BETWEEN_HALLS = (Lane.INBOX, Lane.BULK)


def load_signers(records: Iterable[IncomingRecord]) -> None:
    """Learn in one statement the keys that these name; what is no key id is for `read` to find out."""
    named = {raw for record in records for header, raw in record.headers if header == SIGNER}
    keys.load_keys([raw.decode() for raw in named if isinstance(raw, bytes) and KEY_ID.fullmatch(raw)])


def read_message(record: IncomingRecord, lane: Lane) -> InboundMessage | SuspectRecord | None:
    """The message in a record, the record as a suspect, or None for a tombstone.

    Whatever stands in the record, it comes to one of these. Raises only what lies with this cell: UnknownKey while the
    directory has not brought the key of its sender, and the database being away.
    """
    if record.value is None:
        return None
    try:
        return _message(record, record.value, lane)
    except (UnreadableEnvelope, UnreadableMessage, Untrusted) as error:
        return SuspectRecord(*record, reason=f'{type(error).__name__}: {error}'[:200])
    except Later:
        raise
    except Exception as error:
        if is_away(error):
            raise
        # A stranger's record must not end the intake, whatever is in it.
        return SuspectRecord(*record, reason=reason_of(error)[:200])


def _message(record: IncomingRecord, value: bytes, lane: Lane) -> InboundMessage:
    envelope = Envelope.from_headers(record.headers)
    if not KEY_ID.fullmatch(envelope.key_id.encode()):
        raise Untrusted('not signed')  # what can't be a key's id is never looked up
    verify(envelope, value)
    if (envelope.sequence > 0) != (lane in BETWEEN_HALLS):
        raise UnreadableEnvelope('a message of a stream belongs on inbox or bulk, and nothing else does')
    if bool(envelope.sealed_for) != (lane in BETWEEN_HALLS):
        raise Untrusted('what halls tell each other is sealed, and nothing else is')
    key = record.key or b''
    if not key.isascii():
        raise UnreadableEnvelope('the key is not plain text')
    if lane in SHARED_LANES and envelope.subject != entry_subject(lane, key.decode()):
        raise Untrusted('the key is not that of the signed subject')  # the topic would forget the entry of that key
    content = None if envelope.sealed_for else decode_body(envelope, value)  # a sealed one when its hall is known
    headers = [(name, raw) for name, raw in record.headers if raw is not None]
    return InboundMessage(record.topic, record.partition, record.offset, key, headers, envelope, value, content)
