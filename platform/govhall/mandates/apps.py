"""The mandates app (a table in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class MandatesConfig(AppConfig):
    """Who may act for whom."""

    name = 'govhall.mandates'
    label = 'mandates'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts, the guard of receipts, the files, and what a merged hall passes on."""
        load('govhall.mandates.acts')
        import_module('govhall.mandates.services.use')
        import_module('govhall.mandates.file_owners')
        import_module('govhall.mandates.handlers')
