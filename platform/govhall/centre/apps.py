"""The centre app."""

from importlib import import_module

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """Approving: worklists of a hall."""

    name = 'govhall.centre'
    label = 'centre'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what the bars lead to."""
        import_module('govhall.centre.navigation')
