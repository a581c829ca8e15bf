"""The receipts app."""

from importlib import import_module

from django.apps import AppConfig


class AcksConfig(AppConfig):
    """Receipts, sending again, comparing, and noticing a restored backup; public schema."""

    name = 'federation.acks'
    label = 'receipts'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the handlers of this room."""
        import_module('federation.acks.handlers')
