"""The catalogue as a Django app; its handlers are registered when it is ready."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class CatalogueConfig(AppConfig):
    """Public schema: every hall of a cell reads one catalogue, which its province owns."""

    name = 'govhall.catalogue'
    label = 'catalogue'
    verbose_name = '事项目录'

    def ready(self) -> None:
        """Register the acts and the handlers of the catalogue's entries; models must exist first."""
        load('govhall.catalogue.acts')
        import_module('govhall.catalogue.handlers')
        import_module('govhall.catalogue.navigation')
