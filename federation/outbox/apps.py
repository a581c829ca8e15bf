"""The outbox app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages written in the transaction of the work they tell of, waiting for the relay."""

    name = 'federation.outbox'
    label = 'outbox'
    default_auto_field = 'django.db.models.BigAutoField'
