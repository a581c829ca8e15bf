"""The app of halls that were merged or split; it has no tables."""

from importlib import import_module

from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """What a closed hall leaves to its successors."""

    name = 'govhall.succession'
    label = 'succession'

    def ready(self) -> None:
        """Register the handlers of messages and what the bars lead to."""
        import_module('govhall.succession.handlers')
        import_module('govhall.succession.navigation')
