"""One paper from its text to the sealed file in the store, with the use of the seal recorded."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from govhall.documents.addresses import address_of
from govhall.documents.keystore import keystore
from govhall.documents.marks import mark_for
from govhall.documents.models import Notice
from govhall.documents.register.models import SealUse
from govhall.documents.register.services import no_longer_waiting
from govhall.documents.sealing import seal
from govhall.documents.typesetting import typeset
from govhall.storage.document_store import document_store


def make(uid: UUID, *, hall: str, at: datetime) -> Notice:
    """Make the file of a paper of the current hall if it has none.

    Raises PaperNotSet, NoSealKey, WrongMasterKey, and whatever the store raises.
    """
    notice = Notice.objects.get(uid=uid)
    if not notice.unmade:
        no_longer_waiting(uid)
        return notice
    # Typesetting and sealing need no lock and no transaction; the outcome is one short write.
    plain = typeset(notice.content, proof=hall + notice.proof, address=address_of(hall, notice), at=notice.acted_at)
    key = keystore().key(notice.organ_code, name=notice.organ_name)
    sealed = seal(plain, key=key, organ=notice.organ_name, number=notice.number, mark=mark_for(notice))
    digest = document_store().put(hall, sealed)
    with transaction.atomic():
        return _issued(uid, hall=hall, digest=digest, certificate=key.fingerprint, at=at)


def could_not_make(uid: UUID) -> None:
    """Keep that the file could not be made: the case says so, with a way out, until a later attempt makes it."""
    Notice.objects.filter(uid=uid, state=Notice.State.ORDERED).update(state=Notice.State.FAILED)


def _issued(uid: UUID, *, hall: str, digest: str, certificate: str, at: datetime) -> Notice:
    notice = Notice.objects.select_for_update().get(uid=uid)
    if not notice.unmade:
        return notice  # another worker was faster, or it was voided meanwhile
    notice.state, notice.file, notice.issued_at = Notice.State.ISSUED, digest, at
    notice.save(update_fields=['state', 'file', 'issued_at'])
    SealUse.objects.create(
        hall=hall,
        notice=uid,
        number=notice.number,
        organ_code=notice.organ_code,
        grant=notice.relied_on['grant_id'],
        letter=notice.relied_on['seal'],
        person=notice.relied_on['person'],
        certificate=certificate,
        file=digest,
        acted_at=notice.acted_at,
        sealed_at=at,
    )
    no_longer_waiting(uid)
    return notice
