"""The inbox app."""

from importlib import import_module

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Messages applied once and in order: cursors, parking, quarantine; public schema."""

    name = 'federation.inbox'
    label = 'inbox'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the handlers of this room."""
        import_module('federation.inbox.directory')
