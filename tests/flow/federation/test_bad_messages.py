"""Whatever is wrong with a message: it is quarantined or stops the stream of whoever signed it, and nobody else."""

import random
from collections.abc import Callable
from uuid import uuid4

import msgspec
import pytest
from django.conf import settings
from django.utils import timezone

from federation.contracts.base import encode
from federation.contracts.case import Concluded, HandedOver, Outcome
from federation.contracts.envelope import Envelope
from federation.inbox.models import ParkedMessage, QuarantinedRecord, StreamCursor
from federation.intake.consumer import Intake
from federation.keys.new_keys import key_entry
from federation.link.port import Headers, IncomingRecord
from federation.link.topics import Lane, cell_topic
from federation.trust.key_store import store_key
from federation.trust.models import PublicKey
from federation.trust.seals import context, seal, unseal
from federation.trust.signatures import sign
from govhall.casework.models import Case
from govhall.kernel.chain import GENESIS
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.state import everything
from tests.builders.world import COUNTY, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World

pytestmark = pytest.mark.django_db
Genuine = tuple[IncomingRecord, Envelope, bytes]
Maker = Callable[[random.Random, list[Genuine], World], IncomingRecord]
HALL_TABLES_ONLY: tuple[str, ...] = ('deadline', 'insight_fact', 'insight_day', 'notice_book', 'notice_waiting')


def genuine(world: World) -> list[Genuine]:
    """Messages of real cases that have gone up and come back, with their plain bodies."""
    for _ in range(3):
        case = world.receive(TOWNSHIP, HYGIENE)
        Desk.of_chief(world, TOWNSHIP).forward(case.uid)
        world.carry()
    found: list[Genuine] = []
    for record in world.link.log:
        envelope = Envelope.from_headers(record.headers)
        if envelope.sealed_for and record.value is not None:
            bound = context(
                type_name=envelope.type, sender=envelope.source, recipient=envelope.recipient, subject=envelope.subject
            )
            plain = unseal(record.value, sealed_for=envelope.sealed_for, recipient=envelope.recipient, context=bound)
            found.append((record, envelope, plain))
    return found


def flipped_body(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    record = chance.choice(said)[0]
    body = bytearray(record.value or b'')
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return record._replace(value=bytes(body))


def flipped_header(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    record = chance.choice(said)[0]
    place = chance.choice([n for n, (name, _) in enumerate(record.headers) if name != 'ce_traceparent'])
    name, raw = record.headers[place]
    changed = bytearray(raw)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return record._replace(headers=[*record.headers[:place], (name, bytes(changed)), *record.headers[place + 1 :]])


def truncated(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    record = chance.choice(said)[0]
    return record._replace(value=(record.value or b'')[: chance.randrange(len(record.value or b''))])


def stripped(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    record = chance.choice(said)[0]
    named = {'ce_traceparent', 'ce_requesthash'}
    gone = chance.choice([name for name, _ in record.headers if name not in named])
    return record._replace(headers=[(name, raw) for name, raw in record.headers if name != gone])


def replayed_signature(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    (one, _, _), (other, _, _) = chance.sample(said, 2)
    taken = dict(other.headers)
    proof = [(name, taken[name] if name in ('ce_signature', 'ce_proof') else raw) for name, raw in one.headers]
    return one._replace(headers=proof, value=(one.value or b'') + b' ')


def other_recipient(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    record = chance.choice(said)[0]
    return _with(record.headers, record, 'ce_recipient', OTHER_TOWNSHIP.encode())


def huge(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    return chance.choice(said)[0]._replace(value=chance.randbytes(10 * 2**20))


def noise(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    names = ['ce_id', 'ce_type', 'content-type', 'x', '']
    headers: Headers = [(chance.choice(names), chance.randbytes(chance.randrange(40))) for _ in range(8)]
    return said[0][0]._replace(headers=headers, value=chance.randbytes(chance.randrange(2000)))


def future_version(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    """Signed by its hall and in its turn: parked, and its stream waits for a newer release."""
    return signed_new(chance, b'{}', type_name='case.teleported.v9')


def unreadable_body(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    return signed_new(chance, b'{"hop": "many"}', type_name=HandedOver.type_name)


def forged_holder(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    """A hall that never had the case ends it."""
    case = chance.choice(said)[1].subject
    outcome = Outcome(kind='approved', at=timezone.now(), hall=OTHER_TOWNSHIP, by='x')
    return signed_new(chance, encode(Concluded(hop=99, outcome=outcome)), type_name=Concluded.type_name, case=case)


def forged_hand_over(chance: random.Random, said: list[Genuine], world: World) -> IncomingRecord:
    """A hall that never had the case hands it over once more."""
    plain, envelope = chance.choice([(plain, one) for _, one, plain in said if one.type == HandedOver.type_name])
    message = msgspec.json.decode(plain, type=HandedOver)
    body = encode(msgspec.structs.replace(message, hop=message.hop))
    return signed_new(chance, body, type_name=HandedOver.type_name, case=envelope.subject)


def signed_new(chance: random.Random, plain: bytes, *, type_name: str, case: object = None) -> IncomingRecord:
    """A record that is well signed by OTHER_TOWNSHIP, the first of a stream of its own."""
    subject = case or uuid4()
    bound = context(type_name=type_name, sender=OTHER_TOWNSHIP, recipient=COUNTY, subject=subject)  # type: ignore[arg-type]
    key_id, body = seal(plain, recipient=COUNTY, context=bound)
    envelope = Envelope(
        id=uuid4(),
        type=type_name,
        source=OTHER_TOWNSHIP,
        recipient=COUNTY,
        subject=subject,  # type: ignore[arg-type]
        sequence=1,
        previous=GENESIS,
        time=timezone.now(),
        sealed_for=key_id,
    )
    (envelope,) = sign([(envelope, body)])
    topic = cell_topic(settings.CELL, Lane.INBOX)
    return IncomingRecord(topic, 0, 0, str(subject).encode(), envelope.to_headers(), body)


def _with(headers: Headers, record: IncomingRecord, name: str, value: bytes) -> IncomingRecord:
    return record._replace(headers=[(key, value if key == name else raw) for key, raw in headers])


MAKERS: list[Maker] = [flipped_body, flipped_header, truncated, stripped, replayed_signature, other_recipient, noise]
MAKERS += [future_version, unreadable_body, forged_holder, forged_hand_over]


def swallow(world: World, bad: list[IncomingRecord]) -> None:
    """The intake reads them all, and is done with all of them.

    No time passes for it: what is forged here is signed with a key of this cell, so that a receipt for it would be
    news of a message that this cell never said.
    """
    start = len(world.link.log)
    for place, record in enumerate(bad, start):
        world.link.log.append(record._replace(offset=place))
    world.link.place = start
    intake = Intake(world.link, settings.CELL, clock=lambda: 0.0)
    while world.link.place < len(world.link.log):
        intake.once(0)
    assert intake.once(0) == 0
    assert QuarantinedRecord.objects.filter(position__gte=start).count() <= len(bad)


def run(world: World, count: int, makers: list[Maker]) -> None:
    chance = random.Random(20261125)  # noqa: S311 - the same run each time
    said = genuine(world)
    before = everything(public=HALL_TABLES_ONLY)
    for start in range(0, count, 250):
        swallow(world, [chance.choice(makers)(chance, said, world) for _ in range(min(250, count - start))])
    after = everything(public=HALL_TABLES_ONLY)
    assert after == before
    stopped = StreamCursor.objects.exclude(state='ok')
    assert set(stopped.values_list('sender', flat=True)) <= {OTHER_TOWNSHIP}
    assert ParkedMessage.objects.exclude(sender=OTHER_TOWNSHIP).count() == 0
    assert_others_go_on(world)


def assert_others_go_on(world: World) -> None:
    """A case of another hall still goes up and is taken over."""
    case = world.receive(TOWNSHIP, HYGIENE)
    world.link.place = len(world.link.log)
    Desk.of_chief(world, TOWNSHIP).forward(case.uid)
    world.carry()
    with hall_context(world.hall(COUNTY)):
        assert Case.objects.filter(uid=case.uid, custody='held').exists()


@pytest.mark.parametrize('make', MAKERS, ids=lambda make: make.__name__)
def test_each_kind_of_bad_message_changes_nothing_and_stops_nobody_else(world: World, make: Maker) -> None:
    run(world, 20, [make])


def test_bodies_of_ten_megabytes_are_set_aside(world: World) -> None:
    run(world, 2, [huge])


def test_messages_of_a_revoked_key_are_set_aside_whatever_their_time(world: World) -> None:
    said = genuine(world)
    store_key(key_entry(PublicKey.objects.get(owner=TOWNSHIP), of_cell=False, state='revoked'))
    before = everything(public=HALL_TABLES_ONLY)
    own = [record for record, envelope, _ in said if envelope.source == TOWNSHIP]
    swallow(world, own)
    assert everything(public=HALL_TABLES_ONLY) == before
    assert set(QuarantinedRecord.objects.values_list('reason', flat=True)) == {'Untrusted: signed with a revoked key'}
    assert QuarantinedRecord.objects.count() == len(own)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_ten_thousand_bad_messages_change_nothing_and_stop_nobody_else(world: World) -> None:
    run(world, 10_000, MAKERS)
