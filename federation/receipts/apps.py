"""The receipts app."""

from importlib import import_module

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Receipts, sending again, comparing, and noticing a restored backup; public schema."""

    name = 'federation.receipts'
    label = 'receipts'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the handlers of this room."""
        import_module('federation.receipts.handlers')
