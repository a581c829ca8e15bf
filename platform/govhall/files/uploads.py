"""Large files of departments' systems: brought first, by a request of their own, and then named by their hash.

What was brought waits a day, sealed for its hall, for the account that brought it and for no other: a hash is known to
whoever may read a case, so naming one must not be enough to get at a file of somebody else.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone

from federation.contracts.case import Attachment
from govhall.files.rules.materials import checked_type
from govhall.kernel.errors import Refused
from govhall.storage import material_store
from govhall.storage.capacity import check_disk
from govhall.storage.document_store import storage_of_papers
from govhall.storage.vault import clear_beside
from tenants.access import Actor
from tenants.queue import after_commit
from tenants.sweep import each

KEPT = timedelta(days=1)
SWEEP = 'casework.sweep_uploads'
STORES = {
    'materials': lambda: storages['materials'],
    'archives': lambda: storages['archives'],
    'papers': storage_of_papers,
}


class NoSuchUpload(Refused):
    """This account has brought no such file to this hall, or it waited for more than a day."""

    code = 'NO_SUCH_UPLOAD'
    sentence = '没有您上传的这个文件，或者上传已超过一天，请重新上传后再提交。'


def take_upload(*, content: bytes, actor: Actor) -> Attachment:
    """Keep a file until it is attached; its hash, type and size. Raises FileEmpty, FileTooLarge, FileTypeRefused."""
    kind = checked_type(content, most_megabytes=settings.MATERIAL_MEGABYTES)
    check_disk(material_store.hash_of(content))
    name = material_store.store_upload(content, person_id=actor.person_id)
    return Attachment(hash=name, type=kind, size=len(content))


def read_upload(name: str, *, actor: Actor) -> bytes:
    """What this account brought under the hash `name`. Raises NoSuchUpload."""
    try:
        return material_store.read_upload(name, person_id=actor.person_id)
    except material_store.LOST as gone:  # what rotted is brought again as well
        raise NoSuchUpload(field='hash') from gone


def forget_upload(name: str, *, actor: Actor) -> None:
    """Delete it after the commit: something names its content now. What is brought anew meanwhile stays its day."""
    path = material_store.path_of_upload(name, person_id=actor.person_id)
    if (since := material_store.upload_since(path)) is not None:
        after_commit(material_store.drop_upload, path, since)


def drop_uploads(*, at: datetime | None = None) -> int:
    """Delete what nobody attached for a day, of all halls: one listing, as it lies in one folder; how many.

    With it what writers that died left beside the files.
    """
    before = (at or timezone.now()) - KEPT
    old = [path for path, since in material_store.uploads() if since < before]
    dropped = each(
        old, lambda path: material_store.drop_upload(path, before), task=SWEEP, key=lambda path: path[:250]
    ).total
    each(STORES, lambda name: clear_beside(STORES[name](), before=before), task=SWEEP)
    return dropped
