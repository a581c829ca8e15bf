"""Entries of the catalogue topic become rows; an older version that comes again changes nothing."""

from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from federation.inbox.parcels import Published
from federation.inbox.registry import handles_entries
from federation.inbox.speakers import root_only, speaks_for
from govhall.catalogue.entries import store


def of_own_hall(entry: GuideEntered | GrantEntered, source: str) -> None:
    """A cell tells of its own halls only; what holds for all halls of a kind comes from the root. Raises Untrusted."""
    if entry.hall:
        speaks_for(entry.hall, source)
    else:
        root_only(entry, source)


@handles_entries(OrganEntered, speaker=root_only)
def organ_entered(message: OrganEntered, published: Published) -> None:
    """Keep an organ; idempotent by its version."""
    store(message)


@handles_entries(DepartmentEntered, speaker=root_only)
def department_entered(message: DepartmentEntered, published: Published) -> None:
    """Keep a department; idempotent by its version."""
    store(message)


@handles_entries(MatterEntered, speaker=root_only)
def matter_entered(message: MatterEntered, published: Published) -> None:
    """Keep a matter; idempotent by its version."""
    store(message)


@handles_entries(GuideEntered, speaker=of_own_hall)
def guide_entered(message: GuideEntered, published: Published) -> None:
    """Keep a guide; idempotent by its version."""
    store(message)


@handles_entries(GrantEntered, speaker=of_own_hall)
def grant_entered(message: GrantEntered, published: Published) -> None:
    """Keep a grant, also one that has ended; idempotent by its version."""
    store(message)
