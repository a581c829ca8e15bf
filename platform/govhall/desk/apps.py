"""The desk app: no tables."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Pages of a hall's desks."""

    name = 'govhall.desk'
    label = 'desk'
