"""The frontdesk app."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class FrontdeskConfig(AppConfig):
    """Counters, delivery and ratings."""

    name = 'govhall.frontdesk'
    label = 'frontdesk'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts of this room."""
        load('govhall.frontdesk.acts')
        import_module('govhall.frontdesk.navigation')
