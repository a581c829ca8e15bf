"""Ending a grant: in the province's cell, from where the new version reaches every other."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import Q

from federation.contracts.catalogue import GrantEntered
from federation.outbox.services import publish_entry
from govhall.catalogue.entries import entry_of, store, topic_key
from govhall.catalogue.models import Grant
from govhall.kernel.errors import Refused


class NoSuchGrant(Refused):
    """No grant has this id, or it has ended by the moment given."""

    code = 'NO_SUCH_GRANT'
    sentence = '没有查到在此时仍有效的赋权 {grant}，请核对。'


def end_grant(*, grant_id: UUID, at: datetime) -> None:
    """Let a grant end at a moment, in this cell at once and in the others when the message arrives.

    New acts are refused from then on; running cases are another rule's business. Raises NoSuchGrant.
    """
    with transaction.atomic():
        standing = Grant.objects.select_for_update().filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), id=grant_id)
        grant = standing.first()
        if grant is None:
            raise NoSuchGrant(grant=grant_id)
        standing_now = entry_of(GrantEntered, grant)
        ended = msgspec.structs.replace(standing_now, version=grant.version + 1, valid_to=max(at, grant.valid_from))
        store(ended)
        publish_entry('catalogue', key=topic_key(ended), message=ended)
