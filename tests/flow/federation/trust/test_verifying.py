"""Who may speak for whom: every attribute that steers a message is under the signature."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from federation.contracts.envelope import Envelope
from federation.keys.new_keys import key_entry
from federation.keys.services import make_hall_keys
from federation.trust import keys
from federation.trust.key_store import store_key
from federation.trust.models import PublicKey
from federation.trust.port import UnknownKey, Untrusted
from federation.trust.seals import context, seal, unseal
from federation.trust.signatures import EnvelopeAndBody, sign
from federation.trust.verification import verify
from tests.builders.trial import OTHER, RECEIVER, SENDER

BODY = b'{"text":"sealed"}'


@pytest.fixture(autouse=True)
def fresh(db: None) -> Iterator[None]:
    make_hall_keys([SENDER, RECEIVER, OTHER])
    yield
    keys.forget_keys()


def said(source: str = SENDER, body: bytes = BODY) -> EnvelopeAndBody:
    envelope = Envelope(
        id=uuid4(),
        type='trial.noted.v1',
        source=source,
        recipient=RECEIVER,
        subject=uuid4(),
        sequence=3,
        previous='a' * 64,
        time=datetime.now(UTC),
        epoch=2,
        base=1,
        request_hash='b' * 64,
        sealed_for='k',
        traceparent='00-1',
    )
    return envelope, body


def test_each_message_of_a_batch_of_several_halls_verifies_alone() -> None:
    batch = [said(source) for source in (SENDER, OTHER, SENDER, SENDER, OTHER)]
    signed = sign(batch)
    assert [verify(envelope, BODY).owner for envelope in signed] == [envelope.source for envelope, _ in batch]
    assert len({envelope.signature for envelope in signed}) == 2


CHANGES: dict[str, object] = {
    'id': uuid4(),
    'type': 'trial.listed.v1',
    'recipient': OTHER,
    'subject': uuid4(),
    'sequence': 4,
    'previous': 'c' * 64,
    'time': datetime.now(UTC) + timedelta(seconds=1),
    'epoch': 3,
    'base': 2,
    'request_hash': '',
    'sealed_for': 'other',
}


@pytest.mark.parametrize('name', CHANGES)
def test_a_changed_attribute_is_noticed(name: str) -> None:
    (envelope,) = sign([said()])
    with pytest.raises(Untrusted, match='does not fit'):
        verify(msgspec.structs.replace(envelope, **{name: CHANGES[name]}), BODY)


def test_every_attribute_but_the_trace_is_under_the_signature() -> None:
    outside = {'traceparent', 'key_id', 'signature', 'proof', 'source'}  # the last four have tests of their own
    assert set(Envelope.__struct_fields__) - outside == set(CHANGES)
    (envelope,) = sign([said()])
    verify(msgspec.structs.replace(envelope, traceparent='00-2'), BODY)


def test_a_changed_body_is_noticed() -> None:
    (envelope,) = sign([said()])
    with pytest.raises(Untrusted, match='does not fit'):
        verify(envelope, BODY + b' ')


def test_the_signature_of_another_message_of_the_hall_does_not_pass() -> None:
    one, other = sign([said()])[0], sign([said(body=b'{}')])[0]
    with pytest.raises(Untrusted, match='does not fit'):
        verify(msgspec.structs.replace(one, signature=other.signature), BODY)


def test_a_hall_can_not_speak_for_another() -> None:
    (envelope,) = sign([said()])
    for forged in (
        msgspec.structs.replace(envelope, source=OTHER),
        msgspec.structs.replace(envelope, source=OTHER, key_id=keys.current_key(OTHER).key_id),
    ):
        with pytest.raises(Untrusted):
            verify(forged, BODY)


@pytest.mark.parametrize('lacking', ['key_id', 'signature', 'proof'])
def test_a_message_without_signature_key_or_proof_is_not_believed(lacking: str) -> None:
    (envelope,) = sign([said()])
    empty: object = '' if lacking == 'key_id' else b''
    with pytest.raises(Untrusted):
        verify(msgspec.structs.replace(envelope, **{lacking: empty}), BODY)


def test_an_unknown_key_is_waited_for() -> None:
    (envelope,) = sign([said()])
    with pytest.raises(UnknownKey):
        verify(msgspec.structs.replace(envelope, key_id='ZZAA0001.unknown'), BODY)


@pytest.mark.parametrize(('state', 'believed'), [('retired', True), ('revoked', False)])
def test_a_replaced_key_goes_on_verifying_and_a_revoked_one_does_not(state: str, believed: bool) -> None:
    (envelope,) = sign([said()])
    store_key(key_entry(PublicKey.objects.get(key_id=envelope.key_id), of_cell=False, state=state))
    if believed:
        verify(envelope, BODY)
    else:
        with pytest.raises(Untrusted, match='revoked'):
            verify(envelope, BODY)


def test_a_revoked_key_stays_revoked_whatever_comes_later() -> None:
    row = PublicKey.objects.get(owner=SENDER)
    store_key(key_entry(row, of_cell=False, state='revoked'))
    store_key(msgspec.structs.replace(key_entry(row, of_cell=False), version=99))
    assert keys.known_key(row.key_id).state == 'revoked'


def test_another_key_under_a_known_id_is_not_taken() -> None:
    row = PublicKey.objects.get(owner=SENDER)
    with pytest.raises(Untrusted):
        store_key(msgspec.structs.replace(key_entry(row, of_cell=False), verify_key=bytes(32), version=99))
    assert bytes(PublicKey.objects.get(owner=SENDER).verify_key) == bytes(row.verify_key)


def test_a_body_is_read_by_the_recipient_and_bound_to_its_place() -> None:
    subject = uuid4()
    place = context(type_name='trial.noted.v1', sender=SENDER, recipient=RECEIVER, subject=subject)
    key_id, sealed = seal(BODY, recipient=RECEIVER, context=place)
    assert unseal(sealed, sealed_for=key_id, recipient=RECEIVER, context=place) == BODY
    moved = context(type_name='trial.noted.v1', sender=SENDER, recipient=RECEIVER, subject=uuid4())
    with pytest.raises(Untrusted):
        unseal(sealed, sealed_for=key_id, recipient=RECEIVER, context=moved)
    with pytest.raises(Untrusted, match='another hall'):
        unseal(sealed, sealed_for=key_id, recipient=OTHER, context=place)


def test_a_hall_without_a_key_is_not_spoken_to_and_the_sentence_says_what_to_do() -> None:
    with pytest.raises(keys.NoKeyYet) as refused:
        seal(BODY, recipient='ZZXX0001', context=b'')
    assert 'ZZXX0001' in str(refused.value)
    assert str(refused.value).endswith('。')


def test_nobody_signs_for_a_hall_of_another_cell() -> None:
    with pytest.raises(keys.NoPrivateKey, match='make_keys'):
        sign([said('ZZXX0001')])
