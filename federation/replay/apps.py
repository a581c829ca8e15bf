"""The replay app."""

from django.apps import AppConfig


class ReplayConfig(AppConfig):
    """Tries again what was parked or quarantined, and keeps who did so; public schema."""

    name = 'federation.replay'
    label = 'replay'
    default_auto_field = 'django.db.models.BigAutoField'
