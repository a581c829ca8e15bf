"""在哪办 as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class WhereConfig(AppConfig):
    """No tables: it reads the catalogue."""

    name = 'govhall.where'
    label = 'where'
    verbose_name = '在哪办'

    def ready(self) -> None:
        """Register what the bars lead to."""
        import_module('govhall.where.navigation')
