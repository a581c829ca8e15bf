"""The watch app."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Heartbeats, and counts of what waits, stopped or was set aside; public schema."""

    name = 'federation.watch'
    label = 'watch'
    default_auto_field = 'django.db.models.BigAutoField'
