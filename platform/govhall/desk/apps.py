"""The desk app: no tables."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of a hall's desks."""

    name = 'govhall.desk'
    label = 'desk'

    def ready(self) -> None:
        """Register what the bars lead to."""
        import_module('govhall.desk.navigation')
