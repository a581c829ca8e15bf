"""The files app (a table in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Materials."""

    name = 'govhall.files'
    label = 'files'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what this room does with pieces from other halls."""
        import_module('govhall.files.handlers')
