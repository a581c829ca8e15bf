"""The billing app (tables in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class BillingConfig(AppConfig):
    """Charges and payment orders."""

    name = 'govhall.billing'
    label = 'billing'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts, and what this room does when others act."""
        load('govhall.billing.acts')
        import_module('govhall.billing.restores')
