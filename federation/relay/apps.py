"""The relay app."""

from django.apps import AppConfig


class RelayConfig(AppConfig):
    """Takes rows from the outbox to the link."""

    name = 'federation.relay'
    label = 'relay'
    default_auto_field = 'django.db.models.BigAutoField'
