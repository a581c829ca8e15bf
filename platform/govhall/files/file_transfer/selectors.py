"""How far the files of one case are; for the case page of the current hall and for refusals."""

from uuid import UUID

from govhall.files.file_transfer.models import FileArriving, FileLeaving
from tenants.context import current_hall


def percent_here(case: UUID) -> dict[str, int]:
    """For each file (by hash) of which something has arrived: how many hundredths of its pieces."""
    rows = FileArriving.objects.filter(hall=current_hall().code, case=case, refused='').order_by('last_at')
    return {row.hash: 100 if row.whole else 100 * len(row.have) // row.count for row in rows}


def not_sent(case: UUID) -> set[str]:
    """The files (by hash) that another hall was to have and will not get without help."""
    rows = FileLeaving.objects.filter(hall=current_hall().code, case=case).exclude(failed='')
    return set(rows.values_list('hash', flat=True))
