"""What still names a file of the hall: content lies once under its hash, whoever brought it and however often."""

from collections.abc import Collection

from django.db import connection, transaction

from govhall.storage import material_store
from tenants.context import current_hall, hall_context
from tenants.queue import after_commit

# The materials of cases, and files that came whole before anything was here to name them.
_QUERIES = [
    'SELECT hash FROM casework_material WHERE hash = ANY(%(hashes)s)',
    'SELECT hash FROM public.file_arriving WHERE hall = %(hall)s AND hash = ANY(%(hashes)s) AND whole',
]


def names_files(query: str) -> None:
    """Let this say, too, which of `hashes` the rows of a room name in the current hall; `hall` is its code."""
    _QUERIES.append(query)


def unnamed(hashes: Collection[str]) -> set[str]:
    """Those of these files (by hash) of the current hall that nothing names."""
    if not hashes:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(' UNION '.join(_QUERIES), {'hashes': list(hashes), 'hall': current_hall().code})
        return set(hashes) - {row[0] for row in cursor.fetchall()}


def drop_unnamed(hashes: Collection[str]) -> None:
    """After the commit delete those of these files of the current hall that nothing names then.

    Asked once more under the lock: somebody may have stored the same content meanwhile, and is about to name it.
    """
    hall, names = current_hall(), sorted(hashes)

    def drop() -> None:
        with hall_context(hall):
            for name in names:
                with transaction.atomic():
                    material_store.hold_alone(name)
                    material_store.delete([material_store.path_of(one) for one in unnamed([name])])

    if names:
        after_commit(drop)
