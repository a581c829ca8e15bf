"""The repair app."""

from importlib import import_module

from django.apps import AppConfig


class RepairConfig(AppConfig):
    """What a restored cell asks its neighbours, what they answer, and which halls wait for it; public schema."""

    name = 'federation.repair'
    label = 'repair'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the handlers of this room."""
        import_module('federation.repair.handlers')
