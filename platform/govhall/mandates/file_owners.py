"""The papers that mandates name."""

from uuid import UUID

from govhall.files.file_references import names_files
from govhall.files.owners import Owner, owns_files
from govhall.mandates.models import Mandate

PAPER = 'mandate'
names_files("""
SELECT file_data ->> 'hash' AS hash FROM mandates_mandate WHERE file_data ->> 'hash' = ANY(%(hashes)s)
""")


def owner(one: Mandate) -> Owner:
    """The mandate with its paper; it lies under its hash, and no table but its own names it."""
    return Owner(one.uid, {PAPER: [one.file]} if one.file else {}, enters=False)


@owns_files
def mandate_of(uid: UUID) -> Owner | None:
    """The mandate of the current hall with its paper."""
    one = Mandate.objects.filter(uid=uid).first()
    return owner(one) if one is not None else None
