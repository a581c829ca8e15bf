"""A message that exists for tests only, halls to send it between, and a road that a test can break."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from federation.contracts.base import Message, encode, message
from federation.contracts.directory import HallEntered
from federation.contracts.envelope import Envelope, chain_hash, content_digest
from federation.directory.services import record
from federation.inbox.messages import EntryContext, MessageContext
from federation.inbox.offsets import position
from federation.inbox.publishers import check_root
from federation.inbox.registry import handles, handles_entries, handles_facts
from federation.intake.address_book import AddressBook
from federation.intake.consumer import Intake
from federation.keys.services import make_hall_keys
from federation.link.port import IncomingRecord, OutgoingRecord
from federation.link.topics import Lane, cell_topic
from federation.outbox.services import emit
from federation.trust.models import PrivateKey, PublicKey
from federation.trust.seals import context, seal
from federation.trust.signatures import sign
from govhall.kernel.chain import GENESIS
from govhall.kernel.ids import new_uid
from govhall.kernel.kept import forget
from tenants.context import hall_context
from tenants.models import Hall
from tenants.provisioning import provision_schema

SENDER, RECEIVER, OTHER = 'ZZAA0001', 'ZZBB0001', 'ZZCC0001'
Effect = tuple[str, UUID, int, str]  # recipient, case, sequence, text


@message('trial.noted.v1')
class Noted(Message, frozen=True, kw_only=True):
    """Something said."""

    text: str


@message('trial.counted.v1')
class Counted(Message, frozen=True, kw_only=True):
    """A fact."""

    number: int


@message('trial.listed.v1')
class Listed(Message, frozen=True, kw_only=True):
    """An entry."""

    word: str


@message('trial.unhandled.v1')
class Unhandled(Message, frozen=True, kw_only=True):
    """No room handles it."""


faults: dict[str, Exception] = {}  # text -> what its handler raises


@handles(Noted)
def note(noted: Noted, delivery: MessageContext) -> None:
    """The effect is a row, so that it is rolled back like any other."""
    if noted.text in faults:
        raise faults[noted.text]
    with connection.cursor() as cursor:
        row = [delivery.recipient, delivery.subject, delivery.sequence, noted.text, connection.schema_name]
        cursor.execute('INSERT INTO trial_effect VALUES (%s, %s, %s, %s, %s)', row)


@handles_facts(Counted)
def count(batch: Sequence[tuple[Counted, MessageContext]]) -> None:
    """One row a call: how many came together."""
    if any(str(counted.number) in faults for counted, _ in batch):
        raise next(faults[str(counted.number)] for counted, _ in batch if str(counted.number) in faults)
    with connection.cursor() as cursor:
        cursor.execute('INSERT INTO trial_fact VALUES (%s)', [[counted.number for counted, _ in batch]])


@handles_entries(Listed, publisher=check_root)
def list_entry(listed: Listed, published: EntryContext) -> None:
    """A row an entry."""
    if listed.word in faults:
        raise faults[listed.word]
    with connection.cursor() as cursor:
        cursor.execute('INSERT INTO trial_entry VALUES (%s, %s)', [published.key, listed.word])


def make_tables() -> None:
    """Where the effects of this connection's trials go."""
    with connection.cursor() as cursor:
        cursor.execute('DROP TABLE IF EXISTS trial_effect, trial_fact, trial_entry')
        cursor.execute(
            'CREATE TEMP TABLE trial_effect (hall text, subject uuid, seq bigint, text text, schema text);'
            'CREATE TEMP TABLE trial_fact (numbers int[]); CREATE TEMP TABLE trial_entry (key text, word text)'
        )


def make_halls(codes: Sequence[str] = (SENDER, RECEIVER, OTHER), *, tell: bool = False) -> None:
    """Halls of this cell with their schemas, known to the directory; with `tell` their keys wait in the outbox."""
    for code in codes:
        enter_hall(code)
        hall = Hall.objects.create(
            code=code, slug=code.lower(), schema_name=f'h_{code.lower()}', name=code, kind='township'
        )
        provision_schema(hall)
    make_hall_keys(codes)
    if not tell:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM fed_outbox WHERE topic LIKE '%.directory'")  # their keys are known here
    forget()


def enter_hall(code: str, *, cell: str = '', parent: str = '', version: int = 1, name: str = '') -> None:
    """An entry of the directory."""
    entry = HallEntered(
        code=code,
        name=name or code,
        short_name=code,
        kind='township',
        area_code='511921000000',
        parent_code=parent,
        cell=cell or settings.CELL,
        slug=code.lower(),
        version=version,
    )
    record([entry])


def say(*texts: str, case: UUID, sender: str = SENDER, recipient: str = RECEIVER) -> None:
    """Emit these one after another in one transaction of the sending hall."""
    with hall_context(Hall.objects.get(code=sender)), transaction.atomic():
        for text in texts:
            emit(Noted(text=text), recipient=recipient, subject=case)


def rows(query: str) -> list[tuple[object, ...]]:
    """What a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def texts(case: UUID, hall: str = RECEIVER) -> list[str]:
    """What took effect at the hall about the case, in the order in which it happened."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT text FROM trial_effect WHERE (hall, subject) = (%s, %s) ORDER BY ctid', [hall, case])
        return [row[0] for row in cursor.fetchall()]


class Road:
    """A log with the wanted number of partitions, read from the positions in the database."""

    def __init__(self, partitions: int = 1) -> None:
        self.partitions = partitions
        self.log: dict[tuple[str, int], list[IncomingRecord]] = {}
        self.failing: Iterator[bool] = itertools.repeat(False)
        self.places: dict[tuple[str, int], int] = {}
        self.most = 1_000_000

    def send(self, records: Sequence[OutgoingRecord]) -> list[bool]:
        """Take what `failing` does not fail."""
        return [not next(self.failing) and self.append(record) for record in records]

    def append(self, record: OutgoingRecord) -> bool:
        """Put a record at the end of its partition."""
        key = record.topic, sum(record.key) % self.partitions
        log = self.log.setdefault(key, [])
        log.append(IncomingRecord(*key, len(log), record.key, record.headers, record.value))
        return True

    def reopen(self) -> 'Road':
        """What a new reader does: go to the positions in the database."""
        self.places = {key: position(*key) or 0 for key in self.log}
        return self

    def poll(self, limit: int, seconds: float) -> list[IncomingRecord]:
        """The next records, partition after partition."""
        found: list[IncomingRecord] = []
        limit = min(limit, self.most)
        for key, log in self.log.items():
            place = self.places.get(key, 0)
            found += log[place : place + limit - len(found)]
            self.places[key] = place + len([record for record in found if (record.topic, record.partition) == key])
        return found

    def caught_up(self) -> bool:
        """Whether nothing further is there."""
        return all(self.places.get(key, 0) == len(log) for key, log in self.log.items())

    def unread(self) -> Mapping[tuple[str, int], int]:
        """Nobody measures lag here."""
        return {}

    def ends(self, topic: str) -> Mapping[tuple[str, int], int]:
        """The ends of the partitions of a topic."""
        return {key: len(log) for key, log in self.log.items() if key[0] == topic}

    def position(self, topic: str, partition: int) -> int:
        """How far it was read."""
        return self.places.get((topic, partition), 0)

    def is_up(self) -> bool:
        """Always."""
        return True

    def report(self, positions: Mapping[tuple[str, int], int]) -> None:
        """Nobody measures lag here."""

    def close(self) -> None:
        """Nothing to let go of."""

    def everything(self) -> list[OutgoingRecord]:
        """All that was ever taken, as it would be sent again."""
        return [
            OutgoingRecord(record.topic, record.key or b'', record.headers, record.value or b'')
            for log in self.log.values()
            for record in log
        ]


def intake(road: Road, **settings_of_book: float) -> Intake:
    """A newly started intake on the road."""
    return Intake(road.reopen(), settings.CELL, addresses=AddressBook(settings.CELL, **settings_of_book))


def raw_record(
    *,
    case: UUID,
    sequence: int = 1,
    previous: str = GENESIS,
    epoch: int = 1,
    base: int = 0,
    sender: str = SENDER,
    recipient: str = RECEIVER,
    said: Message | None = None,
    body: bytes | None = None,
    type_name: str = '',
) -> OutgoingRecord:
    """A record as any sender who has a key, also a restored or a wicked one, could put it on the topic."""
    said = said or Noted(text=f'{epoch}.{sequence}')
    envelope = Envelope(
        id=new_uid(),
        type=type_name or said.type_name,
        source=sender,
        recipient=recipient,
        subject=case,
        sequence=sequence,
        previous=previous,
        time=timezone.now(),
        epoch=epoch,
        base=base,
    )
    return signed_record(envelope, encode(said) if body is None else body)


def signed_record(envelope: Envelope, plain: bytes) -> OutgoingRecord:
    """The message sealed for its recipient and signed by its sender, as far as they have keys."""
    bound = context(
        type_name=envelope.type, sender=envelope.source, recipient=envelope.recipient, subject=envelope.subject
    )
    body = plain
    if PublicKey.objects.filter(owner=envelope.recipient).exists():
        key_id, body = seal(plain, recipient=envelope.recipient, context=bound)
        envelope = msgspec.structs.replace(envelope, sealed_for=key_id)
    if PrivateKey.objects.filter(owner=envelope.source).exists():
        (envelope,) = sign([(envelope, body)])
    topic = cell_topic(settings.CELL, Lane.INBOX)
    return OutgoingRecord(topic, str(envelope.subject).encode(), envelope.to_headers(), body)


def hash_of(record: OutgoingRecord) -> str:
    """The hash that the next message of the stream must name."""
    envelope = Envelope.from_headers(record.headers)
    return chain_hash(envelope.previous, content_digest(envelope.type, record.value))


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example of many inside one test: whatever it does is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
