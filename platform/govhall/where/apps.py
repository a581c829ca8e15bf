"""在哪办 as a Django app."""

from django.apps import AppConfig


class WhereConfig(AppConfig):
    """No tables: it reads the catalogue."""

    name = 'govhall.where'
    label = 'where'
    verbose_name = '在哪办'
