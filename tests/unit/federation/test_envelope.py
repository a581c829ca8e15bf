"""The envelope comes back from its headers as it went in, and nothing unreadable passes."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.envelope import Envelope, UnreadableEnvelope, chain_hash, content_digest
from govhall.kernel.chain import GENESIS

CHINA = timezone(timedelta(hours=8))
PLAIN = st.text(st.characters(codec='utf-8', exclude_characters='\x00'), min_size=1, max_size=40)


def envelope(**changes: object) -> Envelope:
    values: dict[str, object] = {
        'id': uuid4(),
        'type': 'trial.said.v1',
        'source': 'TJNS0001',
        'recipient': 'TJXZ0001',
        'subject': uuid4(),
        'sequence': 1,
        'previous': GENESIS,
        'time': datetime(2026, 11, 23, 9, 30, 0, 123456, tzinfo=CHINA),
    }
    return Envelope(**(values | changes))  # type: ignore[arg-type]


@given(
    st.builds(
        envelope,
        id=st.uuids(),
        source=PLAIN,
        recipient=PLAIN,
        subject=st.uuids(),
        sequence=st.integers(0, 2**63 - 1),
        epoch=st.integers(1, 2**31 - 1),
        base=st.integers(0, 2**63 - 1),
        time=st.datetimes(timezones=st.just(UTC)),
        key_id=PLAIN | st.just(''),
        signature=st.binary(max_size=80),
    )
)
def test_envelope_comes_back_from_its_headers(sent: Envelope) -> None:
    assert Envelope.from_headers(sent.to_headers()) == sent


def test_headers_are_cloud_events_in_binary_mode() -> None:
    headers = dict(envelope().to_headers())
    assert headers['ce_specversion'] == b'1.0'
    assert headers['content-type'] == b'application/json'
    assert headers['ce_source'] == b'TJNS0001'
    assert headers['ce_time'] == b'2026-11-23T09:30:00.123456+08:00'


def test_empty_places_take_no_header() -> None:
    assert {'ce_keyid', 'ce_signature', 'ce_traceparent'}.isdisjoint(dict(envelope().to_headers()))


@pytest.mark.parametrize(
    'name', ['ce_id', 'ce_type', 'ce_source', 'ce_recipient', 'ce_subject', 'ce_sequence', 'ce_time']
)
def test_missing_header_is_named(name: str) -> None:
    headers = [header for header in envelope().to_headers() if header[0] != name]
    with pytest.raises(UnreadableEnvelope, match=name):
        Envelope.from_headers(headers)


@pytest.mark.parametrize(
    ('name', 'raw'),
    [
        ('ce_specversion', b'2.0'),
        ('content-type', b'application/cloudevents+json'),
        ('ce_id', b'no uuid'),
        ('ce_sequence', b'-1'),
        ('ce_sequence', b'9223372036854775808'),
        ('ce_epoch', b'0'),
        ('ce_base', b'-1'),
        ('ce_time', b'2026-11-23T09:30:00'),
        ('ce_source', b'A' * 41),
        ('ce_source', b'\xff'),
        ('ce_source', b'a\x00b'),
    ],
)
def test_malformed_header_is_refused_without_repeating_it(name: str, raw: bytes) -> None:
    headers = [(key, raw if key == name else value) for key, value in envelope().to_headers()]
    headers += [(name, raw)]
    with pytest.raises(UnreadableEnvelope) as refusal:
        Envelope.from_headers(headers)
    assert raw.decode(errors='replace')[:10] not in str(refusal.value)


def test_hash_changes_with_every_part() -> None:
    digest = content_digest('a.b.v1', b'{}')
    assert digest != content_digest('a.b.v2', b'{}')
    assert digest != content_digest('a.b.v1', b'{ }')
    assert chain_hash(GENESIS, digest) != chain_hash('1' * 64, digest)


def test_hash_is_what_partners_compute() -> None:
    assert chain_hash(GENESIS, content_digest('case.handed_over.v1', b'{}')) == (
        'b9ac91d7585d6685b78da6d3113a2b1a5ce42f173ff237b8b4d13f2cf441ed3c'
    )


def test_time_keeps_its_moment() -> None:
    sent = envelope(subject=UUID(int=1))
    assert Envelope.from_headers(sent.to_headers()).time == datetime(2026, 11, 23, 1, 30, 0, 123456, tzinfo=UTC)
