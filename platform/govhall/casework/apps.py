"""The casework app (a table set in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Cases, events, requests, notices, serials."""

    name = 'govhall.casework'
    label = 'casework'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what this room does with messages from other halls."""
        import_module('govhall.casework.handlers')
        import_module('govhall.casework.arrivals')
        import_module('govhall.casework.restores')
        import_module('govhall.casework.paper_marks')
        import_module('govhall.casework.case_files')
        import_module('govhall.casework.online_files')
