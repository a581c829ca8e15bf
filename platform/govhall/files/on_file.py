"""What a hall has on file of an applicant, and may use again: the newest of each paper that is not too old."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from govhall.files.models import Material
from govhall.kernel.china import CHINA
from govhall.kernel.terms import last_day


def newest_on_file(
    owners: Collection[bytes], terms: Mapping[str, int], *, on: date, besides: UUID | None = None
) -> dict[str, Material]:
    """The newest file of each paper by its name; `terms` are months from the day it was handed in (0: any age).

    The day on which somebody issued it is not known and lies before that, so a term is never too long by it.
    `owners` are the blind indexes of the applicant, `besides` a case whose own files are no others.
    """
    if not terms:
        return {}
    rows = Material.objects.filter(owner__in=owners, name__in=list(terms))
    if besides is not None:
        rows = rows.exclude(case=besides)
    return {row.name: row for row in rows.order_by('at', 'pk') if not _is_too_old(row, terms[row.name], on)}


def _is_too_old(row: Material, months: int, on: date) -> bool:
    return bool(months) and last_day(row.at.astimezone(CHINA).date(), months) < on
