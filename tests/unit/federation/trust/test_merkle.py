"""One root for many leaves: each proves itself, and nothing else passes for one of them."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.trust.merkle import LARGEST_BATCH, MerkleProof, batch, leaf, root


def digest(data: bytes) -> bytes:
    return sha256(data).digest()


def leaves(count: int) -> list[bytes]:
    return [leaf(str(number).encode(), digest) for number in range(count)]


@given(count=st.integers(1, 130))
def test_every_leaf_of_a_batch_of_any_size_leads_to_its_root(count: int) -> None:
    top, proofs = batch(leaves(count), digest)
    assert [
        root(one, MerkleProof.unpack(proof.pack()), digest) for one, proof in zip(leaves(count), proofs, strict=True)
    ] == [top] * count


@given(count=st.integers(2, 40), data=st.data())
def test_no_leaf_leads_to_the_root_by_the_proof_of_another(count: int, data: st.DataObject) -> None:
    top, proofs = batch(leaves(count), digest)
    one = data.draw(st.integers(0, count - 1))
    other = data.draw(st.integers(0, count - 1).filter(lambda number: number != one))
    try:
        found = root(leaves(count)[one], proofs[other], digest)
    except ValueError:
        return
    assert found != top


@given(count=st.integers(2, 40), data=st.data())
def test_a_proof_with_one_bit_changed_leads_elsewhere_or_nowhere(count: int, data: st.DataObject) -> None:
    top, proofs = batch(leaves(count), digest)
    place = data.draw(st.integers(0, count - 1))
    packed = bytearray(proofs[place].pack())
    # The bits of place and size may change without changing the way: then the same leaf is proved, which is no harm.
    at = data.draw(st.integers(8, len(packed) - 1))
    packed[at] ^= 1 << data.draw(st.integers(0, 7))
    assert root(leaves(count)[place], MerkleProof.unpack(bytes(packed)), digest) != top


def test_a_proof_that_is_too_short_or_too_long_is_refused() -> None:
    _, proofs = batch(leaves(5), digest)
    long = proofs[0]._replace(beside=(*proofs[0].beside, bytes(32)))
    for wrong in (proofs[0]._replace(beside=proofs[0].beside[:-1]), long):
        with pytest.raises(ValueError, match='the proof is too'):
            root(leaves(5)[0], wrong, digest)


def test_an_inner_node_does_not_pass_for_a_leaf() -> None:
    top, _ = batch(leaves(4), digest)
    left, _ = batch(leaves(2), digest)
    right, _ = batch(leaves(4)[2:], digest)
    assert root(leaf(left, digest), MerkleProof(0, 2, (right,)), digest) != top


@pytest.mark.parametrize(
    'packed',
    [b'', bytes(7), bytes(8), bytes(9), (5).to_bytes(4, 'big') * 2, (0).to_bytes(4, 'big') + b'\xff' * 4],
    ids=['empty', 'short', 'no batch', 'uneven', 'outside', 'huge'],
)
def test_what_is_no_proof_is_refused(packed: bytes) -> None:
    with pytest.raises(ValueError, match=r'proof|place'):
        MerkleProof.unpack(packed)
    assert LARGEST_BATCH < 2**32 - 1
