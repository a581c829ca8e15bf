"""The AsyncAPI document is that of the classes, the topics and the envelope."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from federation.contracts import asyncapi
from federation.contracts.envelope import Envelope
from federation.contracts.export import ASYNCAPI, FOLDER, schemas, text_of
from federation.link.topics import CELL_LANES, SHARED_LANES, topics_read_by
from tests.contract.corpus import TIME
from tests.contract.samples import UID

DOCUMENT: dict[str, Any] = asyncapi.document(schemas())


def test_published_document_is_that_of_the_classes() -> None:
    """After a wanted change: `python -m federation.contracts.export`, and look at the difference."""
    assert ASYNCAPI.read_text(encoding='utf-8') == text_of(DOCUMENT)


def test_its_channels_are_the_topics() -> None:
    addresses = {one['address'].replace('{cell}', settings.CELL) for one in DOCUMENT['channels'].values()}
    assert addresses == {topic.name for topic in topics_read_by(settings.CELL)}
    assert set(DOCUMENT['channels']) == {*CELL_LANES, *SHARED_LANES}


def test_every_message_is_on_a_channel_and_has_its_schema() -> None:
    on_channels = {name for one in DOCUMENT['channels'].values() for name in one['messages']}
    assert on_channels == set(schemas()) == set(DOCUMENT['components']['messages'])
    for message in DOCUMENT['components']['messages'].values():
        assert (FOLDER.parent / message['payload']['$ref']).exists()


def test_its_headers_are_those_of_the_envelope() -> None:
    envelope = Envelope(
        id=UUID(UID),
        type='a.b.v1',
        source='s',
        recipient='r',
        subject=UUID(UID),
        sequence=1,
        previous='p',
        time=TIME,
        **{name: b'1' if name in ('signature', 'proof') else '1' for name in OPTIONAL},
    )
    assert {name for name, _ in envelope.to_headers()} == set(asyncapi.HEADERS)
    least = Envelope.from_headers([pair for pair in envelope.to_headers() if pair[0] in asyncapi.REQUIRED[:1]] + LEAST)
    assert {name for name, _ in least.to_headers()} == set(asyncapi.REQUIRED)


OPTIONAL = ('traceparent', 'request_hash', 'sealed_for', 'key_id', 'signature', 'proof')
LEAST = [
    ('content-type', b'application/json'),
    ('ce_id', UID.encode()),
    ('ce_type', b'a.b.v1'),
    ('ce_source', b's'),
    ('ce_recipient', b'r'),
    ('ce_subject', UID.encode()),
    ('ce_time', TIME.isoformat().encode()),
    ('ce_sequence', b'0'),
    ('ce_epoch', b'1'),
    ('ce_base', b'0'),
]


def test_message_of_a_new_subject_must_be_given_a_lane() -> None:
    with pytest.raises(ValueError, match="name the lane of 'weather'"):
        asyncapi.lanes_of('weather.changed.v1')
