"""What still names a file of the hall: content lies once under its hash, whoever brought it and however often."""

from collections.abc import Collection

from django.db import connection

from tenants.context import current_hall

# A case's papers, online applications, and files that came whole before the case was here to name them.
NAMED = """
SELECT hash FROM casework_material WHERE hash = ANY(%(hashes)s)
UNION SELECT told #>> '{}' FROM casework_online, jsonb_path_query(files_data, '$.*[*].hash') AS told
    WHERE told #>> '{}' = ANY(%(hashes)s)
UNION SELECT hash FROM public.file_arriving
    WHERE hall = %(hall)s AND hash = ANY(%(hashes)s) AND whole AND id IS DISTINCT FROM %(but)s
"""


def unnamed(hashes: Collection[str], *, but: int | None = None) -> set[str]:
    """Those of these files (by hash) of the current hall that nothing names; `but` is a row of arriving files to go."""
    if not hashes:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(NAMED, {'hashes': list(hashes), 'hall': current_hall().code, 'but': but})
        return set(hashes) - {row[0] for row in cursor.fetchall()}
