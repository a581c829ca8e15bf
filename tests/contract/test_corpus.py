"""Whatever was sent once is still read: the golden corpus."""

import json
from pathlib import Path

import msgspec
import pytest

from federation.contracts.base import decode, encode, registered
from federation.contracts.envelope import Envelope, Headers
from federation.contracts.export import schemas
from tests.contract.corpus import FOLDER, Stored, add_missing, headers, stored


def holds(kept: object, now: object) -> bool:
    """Whether everything in `kept` stands in `now` as well; `now` may have fields that were added since."""
    if isinstance(kept, dict) and isinstance(now, dict):
        return all(name in now and holds(value, now[name]) for name, value in kept.items())
    if isinstance(kept, list) and isinstance(now, list):
        return len(kept) == len(now) and all(map(holds, kept, now))
    return kept == now


def plain(type_name: str, body: bytes) -> object:
    """What stands in a body, whatever its class says."""
    return msgspec.msgpack.decode(body) if registered()[type_name].packed else json.loads(body)


@pytest.mark.parametrize('one', list(stored()), ids=lambda one: f'{one.type_name}-{one.name}')
def test_body_that_was_sent_is_read_and_nothing_of_it_is_lost(one: Stored) -> None:
    read = decode(one.type_name, one.body)
    if read.type_name == one.type_name:  # else a newer version was made of it, and that has its own test
        assert holds(plain(one.type_name, one.body), plain(one.type_name, encode(read)))


@pytest.mark.parametrize(('type_name', 'sent'), list(headers()))
def test_envelope_that_was_sent_is_read(type_name: str, sent: Headers) -> None:
    assert Envelope.from_headers(sent).type == type_name


def test_every_message_has_a_body_with_all_its_fields_in_the_corpus() -> None:
    """After a new message or field: `python -m tests.contract.corpus`, and commit what it adds."""
    there = {(one.type_name, one.name) for one in stored()}
    kinds = {(type_name, name.partition('-')[0]) for type_name, name in there}
    assert {(type_name, kind) for type_name in schemas() for kind in ('full', 'least')} <= kinds
    assert {type_name for type_name, _ in headers()} >= set(schemas())
    assert {one.type_name for one in stored()} <= set(registered()), 'a message that was sent once is gone'


def test_corpus_is_only_ever_added_to(tmp_path: Path) -> None:
    first = add_missing(tmp_path)
    assert first
    first[0].write_bytes(b'as it was sent')
    assert add_missing(tmp_path) == []
    assert first[0].read_bytes() == b'as it was sent'


def test_newest_fields_are_in_the_corpus(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path) for path in add_missing(tmp_path)}
    assert made <= {path.relative_to(FOLDER) for path in FOLDER.glob('*/*')}, 'run python -m tests.contract.corpus'
