"""Who owns the forms: the level that keeps the catalogue."""

from django.conf import settings

from federation.directory.models import HallEntry
from federation.inbox.publishers import is_root


def owner() -> HallEntry | None:
    """The highest hall of the federation, whose administrators keep the catalogue."""
    return HallEntry.objects.filter(parent_code='', valid_to__isnull=True).exclude(kind='branch').first()


def may_edit(hall: str) -> bool:
    """Whether the administrators of a hall may change forms: what another cell publishes, nobody believes."""
    highest = owner()
    return highest is not None and highest.code == hall and is_root(settings.CELL)
