"""Reads of the register of licences."""

from govhall.licences.models import LicenceEntry
from govhall.licences.rules.numbers import readings


def entry_by_number(text: str, *, main: str) -> LicenceEntry | None:
    """The licence of a matter (主项) with this number, as it is typed; None if this hall does not know it."""
    if not text.strip():
        return None
    found = {entry.number: entry for entry in LicenceEntry.objects.filter(main=main, number__in=readings(text))}
    return next((found[number] for number in readings(text) if number in found), None)
