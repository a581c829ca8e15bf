"""Ending a grant: in the province's cell, from where the new version reaches every other."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from federation.contracts.catalogue import GrantEntered
from federation.outbox.services import publish_entry
from govhall.catalogue.entries import store, topic_key
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
        ended = GrantEntered(
            id=grant.id,
            matter=grant.matter_code,
            hall=grant.hall_code,
            mode=grant.mode,
            organ=grant.organ_code,
            delegator=grant.delegator_code,
            document=grant.document,
            point_receipt=grant.point_receipt,
            version=grant.version + 1,
            valid_from=grant.valid_from,
            valid_to=max(at, grant.valid_from),
        )
        store(ended)
        publish_entry('catalogue', key=topic_key(ended), message=ended)
