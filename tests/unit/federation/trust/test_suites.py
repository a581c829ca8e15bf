"""Both suites keep the same promises; the tests do not know which one they have."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.trust.ed25519 import Ed25519Suite
from federation.trust.port import BodyToSeal, Suite, Untrusted
from federation.trust.sm2 import SM2Suite
from federation.trust.suites import NAMES, suite_named

SUITES: list[Suite] = [Ed25519Suite(), SM2Suite()]
CONTEXT = b'case.handed_over.v1\0A\0B'
both = pytest.mark.parametrize('suite', SUITES, ids=lambda suite: suite.name)


@both
def test_what_is_signed_verifies_under_the_other_half_and_no_other(suite: Suite) -> None:
    pair, other = suite.new_signing_pair(), suite.new_signing_pair()
    signature = suite.sign(pair.private, b'said')
    suite.verify(pair.public, signature, b'said')
    for public, signed, data in (
        (other.public, signature, b'said'),
        (pair.public, signature, b'sAid'),
        (pair.public, signature[:-1] + bytes([signature[-1] ^ 1]), b'said'),
        (pair.public, signature[:-1], b'said'),
        (pair.public, b'', b'said'),
    ):
        with pytest.raises(Untrusted):
            suite.verify(public, signed, data)


@both
@pytest.mark.parametrize('body', [b'{}', b'x' * 600_000])
def test_a_seal_opens_for_its_recipient_only_and_hides_the_body(suite: Suite, body: bytes) -> None:
    pair, other = suite.new_sealing_pair(), suite.new_sealing_pair()
    sealed = suite.seal(pair.public, body, CONTEXT)
    assert suite.unseal(pair.private, sealed, CONTEXT) == body
    assert len(body) < 8 or body[:8] not in sealed
    with pytest.raises(Untrusted):
        suite.unseal(other.private, sealed, CONTEXT)


@both
def test_a_seal_moved_to_another_place_does_not_open(suite: Suite) -> None:
    pair = suite.new_sealing_pair()
    with pytest.raises(Untrusted):
        suite.unseal(pair.private, suite.seal(pair.public, b'{}', CONTEXT), CONTEXT + b'2')


@both
def test_one_body_is_never_sealed_twice_alike(suite: Suite) -> None:
    pair = suite.new_sealing_pair()
    assert len({suite.seal(pair.public, b'{}', CONTEXT) for _ in range(20)}) == 20


@both
def test_what_is_sealed_together_opens_each_for_its_own_reader_and_place(suite: Suite) -> None:
    one, other = suite.new_sealing_pair(), suite.new_sealing_pair()
    readers = [one, other, one, one]
    wanted = [BodyToSeal(pair.public, b'same', CONTEXT + bytes([at])) for at, pair in enumerate(readers)]
    sealed = suite.seal_many(wanted)
    for at, (pair, body) in enumerate(zip(readers, sealed, strict=True)):
        assert suite.unseal(pair.private, body, wanted[at].context) == b'same'
        with pytest.raises(Untrusted):
            suite.unseal((other if pair is one else one).private, body, wanted[at].context)
    assert suite.seal_many([]) == []


@both
def test_the_key_told_to_a_court_opens_one_body_and_none_that_was_sealed_with_it(suite: Suite) -> None:
    pair = suite.new_sealing_pair()
    sealed = suite.seal_many([BodyToSeal(pair.public, b'same', CONTEXT)] * 3)
    told = [suite.disclose(pair.private, one) for one in sealed]
    assert len(set(told)) == len(set(sealed)) == 3
    for at, key in enumerate(told):
        assert suite.unseal_disclosed(key, sealed[at], CONTEXT) == b'same'
        with pytest.raises(Untrusted):
            suite.unseal_disclosed(key, sealed[at - 1], CONTEXT)


@both
@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_seal_with_one_bit_changed_or_an_end_cut_off_does_not_open(suite: Suite, at: int, bit: int) -> None:
    pair = suite.new_sealing_pair()
    sealed = suite.seal(pair.public, b'{"name": "somebody"}', CONTEXT)
    place, changed = at % len(sealed), bytearray(sealed)  # seals of one body differ in length
    changed[place] ^= 1 << bit
    for broken in (bytes(changed), sealed[:place]):
        with pytest.raises(Untrusted):
            suite.unseal(pair.private, broken, CONTEXT)


@both
def test_digests_have_thirty_two_bytes_and_differ(suite: Suite) -> None:
    assert len(suite.digest(b'')) == len(suite.digest(b'a')) == 32
    assert suite.digest(b'a') != suite.digest(b'b')


def test_sm3_gives_the_digest_of_the_standard() -> None:
    """GB/T 32905-2016, appendix A.1."""
    expected = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'
    assert SM2Suite().digest(b'abc').hex() == expected


def test_the_registry_knows_its_suites_and_no_other() -> None:
    assert [suite_named(name).name for name in NAMES] == list(NAMES)
    with pytest.raises(Untrusted):
        suite_named('none')
