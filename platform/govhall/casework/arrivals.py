"""Pieces of files arrive from another hall: kept until the file is whole, verified, and then there."""

from django.utils import timezone

from federation.contracts.attachment import Piece
from federation.inbox.parcels import Delivery
from federation.inbox.registry import handles
from govhall.casework.models import Material
from govhall.casework.services import storing


@handles(Piece)
def on_piece(piece: Piece, delivery: Delivery) -> None:
    """Keep one piece; with the last one the file is joined, held against its hash and entered.

    Raises ContentDamaged, which blocks this file's stream and no other.
    """
    name, count = piece.file.hash, piece.count
    if Material.objects.filter(case=piece.case, paper=piece.paper, hash=name).exists():
        return
    if not Material.objects.filter(hash=name).exists():
        storing.store_piece(name, piece.index, piece.data)
        if not all(storing.has_piece(name, index) for index in range(count)):
            return
        storing.store(storing.joined(name, count))
        storing.drop_pieces(name, count)
    Material.objects.create(
        case=piece.case,
        paper=piece.paper,
        name='',
        hash=name,
        type=piece.file.type,
        size=piece.file.size,
        at=timezone.now(),
    )
