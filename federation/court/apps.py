"""The court app."""

from django.apps import AppConfig


class CourtConfig(AppConfig):
    """Evidence in a file, and its check; commands only."""

    name = 'federation.court'
    label = 'court'
