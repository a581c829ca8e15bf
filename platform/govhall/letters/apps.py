"""The app of letters of authorisation as papers; it has no tables."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class LettersConfig(AppConfig):
    """Who may decide what, by which paper."""

    name = 'govhall.letters'
    label = 'letters'

    def ready(self) -> None:
        """Register the acts of this room, what names files, and what the bars lead to."""
        load('govhall.letters.acts')
        import_module('govhall.letters.scans')
        import_module('govhall.letters.navigation')
