"""The centre app."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class CentreConfig(AppConfig):
    """Approving: worklists of a hall; the board of what has come into it."""

    name = 'govhall.centre'
    label = 'centre'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts of this room, its lists, and what the bars lead to."""
        load('govhall.centre.acts')
        import_module('govhall.centre.navigation')
        import_module('govhall.centre.lists.bring_in')
