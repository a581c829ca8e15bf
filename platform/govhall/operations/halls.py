"""What the directory says of this cell's halls, in the shape that provisioning takes."""

from federation.directory.models import HallEntry
from tenants.models import HallSchema
from tenants.provisioning import NewHall


def halls_of_cell(cell: str) -> list[NewHall]:
    """The open halls of a cell."""
    return [new_hall_of(row) for row in HallEntry.objects.filter(cell=cell, valid_to__isnull=True).order_by('code')]


def unmade(cell: str) -> list[str]:
    """The codes of open halls that the directory assigns to this cell and that have no tables yet."""
    made = HallSchema.objects.exclude(plan='').values('hall__code')
    waiting = HallEntry.objects.filter(cell=cell, valid_to__isnull=True).exclude(code__in=made)
    return list(waiting.order_by('code').values_list('code', flat=True))


def new_hall_of(row: HallEntry) -> NewHall:
    """One hall of the directory."""
    return NewHall(
        code=row.code,
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        area_code=row.area_code,
        parent_code=row.parent_code,
    )
