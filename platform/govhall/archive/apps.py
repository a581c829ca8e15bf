"""The archive app (a table in every hall's schema)."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Packages of closed cases."""

    name = 'govhall.archive'
    label = 'archive'
    default_auto_field = 'django.db.models.BigAutoField'
