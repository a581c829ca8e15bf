"""Whatever a message says: it is read, or refused as broken; the intake sets it aside and goes on."""

import json
from uuid import UUID

import pytest
from hypothesis import strategies as st

from federation.contracts.base import Message, decode
from federation.contracts.envelope import Envelope, UnreadableEnvelope
from govhall.kernel.errors import Broken
from tests.contract.corpus import headers, stored
from tests.fuzz import hostile
from tests.fuzz.doors import messages
from tests.fuzz.runs import fuzz

MESSAGES = messages()
RAW = st.none() | st.binary(max_size=40) | hostile.texts.map(lambda one: one.encode('utf-8', 'surrogatepass'))


def fuzz_body(type_name: str, *, long: bool) -> None:
    """Good bodies of the type with something in them exchanged."""
    seeds = [one.body for one in stored() if one.type_name == type_name]
    assert seeds, 'run `python -m tests.contract.corpus`'

    def run(body: bytes) -> None:
        try:
            assert isinstance(decode(type_name, body), Message)
        except Broken:
            return

    readable = [seed for seed in seeds if seed.startswith(b'{')]  # a piece of a file is bytes
    changed = st.one_of([hostile.spoilt_json(json.loads(one)) for one in readable])
    fuzz(run, changed | hostile.spoilt(seeds) | hostile.files, examples=40, long=long)


@pytest.mark.parametrize('type_name', MESSAGES)
def test_whatever_a_body_says_it_is_read_or_broken(type_name: str) -> None:
    fuzz_body(type_name, long=False)


@pytest.mark.long
@pytest.mark.parametrize('type_name', MESSAGES)
def test_for_minutes_whatever_a_body_says_it_is_read_or_broken(type_name: str) -> None:
    fuzz_body(type_name, long=True)


@pytest.mark.parametrize('type_name', MESSAGES)
def test_whatever_the_headers_are_they_are_read_or_unreadable(type_name: str) -> None:
    good = dict(headers())[type_name]

    def run(place: int, raw: bytes | None, how: str) -> None:
        name, _ = good[place]
        spoilt: list[tuple[str, bytes | None]] = [*good]
        if how == 'drop':
            del spoilt[place]
        elif how == 'twice':
            spoilt.append((name, raw))
        else:
            spoilt[place] = (name, raw)
        try:
            read = Envelope.from_headers(spoilt)
        except UnreadableEnvelope:
            return
        assert isinstance(read.id, UUID)

    fuzz(run, st.integers(0, len(good) - 1), RAW, st.sampled_from(['set', 'drop', 'twice']), examples=40)


def test_every_message_has_a_class_and_a_body_to_spoil() -> None:
    assert set(MESSAGES) == {one.type_name for one in stored()} == set(dict(headers()))
