"""The files that an online application names."""

from uuid import UUID

from govhall.applications.models import OnlineApplication
from govhall.files.file_references import names_files
from govhall.files.owners import Owner, owns_files

names_files("""
SELECT told #>> '{}' FROM casework_online, jsonb_path_query(files_data, '$.*[*].hash') AS told
    WHERE told #>> '{}' = ANY(%(hashes)s)
""")


def owner(one: OnlineApplication) -> Owner:
    """The application with its files; they lie under their hash, and no table but its own names them."""
    return Owner(one.uid, one.files, enters=False)


@owns_files
def application_of(uid: UUID) -> Owner | None:
    """The application of the current hall with its files."""
    one = OnlineApplication.objects.filter(uid=uid).first()
    return owner(one) if one is not None else None
