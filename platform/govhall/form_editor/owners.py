"""Who owns the forms: the level that keeps the catalogue, and a hall those of its own matters."""

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from govhall.catalogue.own_matters import standing


def owner(matter: str = '') -> HallEntry | None:
    """The hall whose administrators keep the matter: the highest of the federation, or the one that has set it up."""
    if own := standing(matter):
        return find(own)
    return HallEntry.objects.filter(parent_code='', valid_to__isnull=True).exclude(kind='branch').first()
