"""The app of published decisions (public schema)."""

from importlib import import_module

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Licences that were granted, for everybody to read."""

    name = 'govhall.disclosure'
    label = 'disclosure'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what this room does when others act."""
        import_module('govhall.disclosure.reactions')
