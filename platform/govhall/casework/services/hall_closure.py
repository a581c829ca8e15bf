"""Whether the current hall was merged into another one."""

from federation.directory.models import HallEntry
from federation.directory.selectors import find
from tenants.hall_closure import lock_shared
from tenants.models import Hall


def closing_of(hall: Hall) -> HallEntry | None:
    """The directory's entry of this hall if it was merged into another one; nobody closes it until the commit."""
    lock_shared(hall.code)
    found = find(hall.code)
    return found if found is not None and found.valid_to and found.successor else None
