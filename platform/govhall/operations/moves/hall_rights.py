"""What the database roles may do in a hall's schema, given and withheld as the project says."""

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string


def grant_hall(cursor: CursorWrapper, schema: str) -> None:
    """Give the roles what the list says."""
    import_string(settings.TENANT_RIGHTS)(cursor, schema)


def withhold_hall(cursor: CursorWrapper, schema: str) -> None:
    """Let the roles only read."""
    import_string(settings.TENANT_RIGHTS_WITHHELD)(cursor, schema)
