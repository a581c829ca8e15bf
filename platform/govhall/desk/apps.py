"""The desk app: no tables."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class DeskConfig(AppConfig):
    """Pages of a hall's desks."""

    name = 'govhall.desk'
    label = 'desk'

    def ready(self) -> None:
        """Register what the bars lead to, and the acts on the register of licences."""
        load('govhall.desk.acts')
        import_module('govhall.desk.navigation')
