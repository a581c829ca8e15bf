"""The app of online applications (a table in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class ApplicationsConfig(AppConfig):
    """What was submitted and no window has received."""

    name = 'govhall.applications'
    label = 'applications'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts, and what this room does when others act."""
        load('govhall.applications.acts')
        import_module('govhall.applications.file_owners')
        import_module('govhall.applications.handlers')
