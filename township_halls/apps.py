"""The township_halls app."""

from importlib import import_module

from django.apps import AppConfig


class TownshipHallsConfig(AppConfig):
    """What only a township does: village points at work."""

    name = 'township_halls'
    label = 'township_halls'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what the bars lead to."""
        import_module('township_halls.navigation')
