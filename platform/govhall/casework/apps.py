"""The casework app (a table set in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class CaseworkConfig(AppConfig):
    """Cases, events, requests, serials."""

    name = 'govhall.casework'
    label = 'casework'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts, what this room does with messages from other halls, and when a case changes."""
        load('govhall.casework.acts')
        import_module('govhall.casework.handlers')
        import_module('govhall.casework.restores')
        import_module('govhall.casework.paper_marks')
        import_module('govhall.casework.case_files')
        import_module('govhall.casework.services.related_cases')
