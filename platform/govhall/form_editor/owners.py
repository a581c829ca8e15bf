"""Who owns the forms: the level that keeps the catalogue, and a hall those of its own matters."""

from django.conf import settings

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from federation.inbox.publishers import is_root
from govhall.catalogue.own_matters import may_change, owner_code, standing


def owner(matter: str = '') -> HallEntry | None:
    """The hall whose administrators keep the matter: the highest of the federation, or the one that has set it up."""
    if own := standing(matter):
        return find(own)
    return HallEntry.objects.filter(parent_code='', valid_to__isnull=True).exclude(kind='branch').first()


def may_edit(hall: str, matter: str = '') -> bool:
    """Whether the administrators of a hall may change the form: what another cell publishes, nobody believes."""
    if owner_code(matter):
        return may_change(hall, matter)
    highest = owner()
    return highest is not None and highest.code == hall and is_root(settings.CELL)
