"""One signature for many messages: a Merkle tree over their digests, and for each message its way to the root. Pure.

Leaves and inner nodes are hashed with different first bytes, so that none can pass for the other (RFC 6962 2.1). A node
without a sibling goes up as it is.
"""

import struct
from collections.abc import Callable, Sequence
from typing import NamedTuple

Digest = Callable[[bytes], bytes]
LEAF, NODE = b'\x00', b'\x01'
HEAD = struct.Struct('>II')  # place, size
HASH_BYTES = 32
LARGEST_BATCH = 2**16


class MerkleProof(NamedTuple):
    """Where a leaf stands in its batch, and the hashes beside its way up, lowest first."""

    place: int
    size: int
    beside: tuple[bytes, ...] = ()

    def pack(self) -> bytes:
        """Eight bytes and thirty-two for each hash."""
        return HEAD.pack(self.place, self.size) + b''.join(self.beside)

    @classmethod
    def unpack(cls, packed: bytes) -> 'MerkleProof':
        """Raises ValueError for what can't be a proof."""
        if len(packed) < HEAD.size or (len(packed) - HEAD.size) % HASH_BYTES:
            raise ValueError('not a proof')
        place, size = HEAD.unpack_from(packed)
        if not place < size <= LARGEST_BATCH:
            raise ValueError('no place in such a batch')
        starts = range(HEAD.size, len(packed), HASH_BYTES)
        return cls(place, size, tuple(packed[start : start + HASH_BYTES] for start in starts))


def leaf(statement: bytes, digest: Digest) -> bytes:
    """The hash of one statement."""
    return digest(LEAF + statement)


def batch(leaves: Sequence[bytes], digest: Digest) -> tuple[bytes, list[MerkleProof]]:
    """The root over these leaves and the proof of each; `leaves` may not be empty."""
    ways: list[list[bytes]] = [[] for _ in leaves]
    places = list(range(len(leaves)))  # of each leaf's ancestor in the level at hand
    level = list(leaves)
    while len(level) > 1:
        for leaf_number, place in enumerate(places):
            sibling = place ^ 1
            if sibling < len(level):
                ways[leaf_number].append(level[sibling])
            places[leaf_number] = place // 2
        level = [_parent(level, place, digest) for place in range(0, len(level), 2)]
    return level[0], [MerkleProof(place, len(leaves), tuple(way)) for place, way in enumerate(ways)]


def root(leaf_hash: bytes, proof: MerkleProof, digest: Digest) -> bytes:
    """The root that this leaf belongs to by its proof. Raises ValueError if the proof is too long or too short."""
    place, width, way = proof.place, proof.size, iter(proof.beside)
    found = leaf_hash
    while width > 1:
        sibling = place ^ 1
        if sibling < width:
            other = next(way, None)
            if other is None:
                raise ValueError('the proof is too short')
            found = digest(NODE + (found + other if place < sibling else other + found))
        place, width = place // 2, (width + 1) // 2
    if next(way, None) is not None:
        raise ValueError('the proof is too long')
    return found


def _parent(level: Sequence[bytes], place: int, digest: Digest) -> bytes:
    return digest(NODE + level[place] + level[place + 1]) if place + 1 < len(level) else level[place]
