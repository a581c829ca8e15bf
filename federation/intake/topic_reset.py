"""Beginning anew with topics that were deleted and made again."""

from django.conf import settings
from django.db import transaction

from federation.acks.lost_facts import ask_for_facts
from federation.inbox.offsets import reset_recreated
from federation.link.topic_ids import topic_ids
from federation.link.topics import Lane, cell_topic


def reset_recreated_topics() -> list[str]:
    """Forget the positions in topics that were made again; their names. Raises LinkDown.

    What streams have lost is missed by their receipts. Of facts nobody would know, so they are asked for again in the
    same transaction.
    """
    ids = topic_ids()
    with transaction.atomic():
        made_again = reset_recreated(ids)
        if cell_topic(settings.CELL, Lane.FACTS) in made_again:
            ask_for_facts()
    return made_again
