"""The licences app (a table in every hall's schema)."""

from importlib import import_module

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    """The register of licences."""

    name = 'govhall.licences'
    label = 'licences'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the list by which licences from before this system come in."""
        import_module('govhall.licences.lists.bring_in')
