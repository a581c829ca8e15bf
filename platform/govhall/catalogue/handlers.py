"""Entries of the catalogue topic become rows; an older version that comes again changes nothing."""

from federation.contracts.catalogue import DepartmentEntered, GrantEntered, GuideEntered, MatterEntered, OrganEntered
from federation.inbox.registry import handles_entries
from govhall.catalogue.entries import store


@handles_entries(OrganEntered)
def organ_entered(message: OrganEntered, key: str) -> None:
    """Keep an organ; idempotent by its version."""
    store(message)


@handles_entries(DepartmentEntered)
def department_entered(message: DepartmentEntered, key: str) -> None:
    """Keep a department; idempotent by its version."""
    store(message)


@handles_entries(MatterEntered)
def matter_entered(message: MatterEntered, key: str) -> None:
    """Keep a matter; idempotent by its version."""
    store(message)


@handles_entries(GuideEntered)
def guide_entered(message: GuideEntered, key: str) -> None:
    """Keep a guide; idempotent by its version."""
    store(message)


@handles_entries(GrantEntered)
def grant_entered(message: GrantEntered, key: str) -> None:
    """Keep a grant, also one that has ended; idempotent by its version."""
    store(message)
