"""What the directory says of this cell's halls, in the shape that provisioning takes."""

from federation.directory.models import HallEntry
from tenants.provisioning import HallToBe


def halls_of_cell(cell: str) -> list[HallToBe]:
    """The open halls of a cell."""
    return [hall_to_be(row) for row in HallEntry.objects.filter(cell=cell, valid_to__isnull=True).order_by('code')]


def hall_to_be(row: HallEntry) -> HallToBe:
    """One hall of the directory."""
    return HallToBe(
        code=row.code,
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        area_code=row.area_code,
        parent_code=row.parent_code,
    )
