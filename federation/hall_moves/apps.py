"""The moving app."""

from importlib import import_module

from django.apps import AppConfig


class HallMovesConfig(AppConfig):
    """What cells tell each other while a hall moves from one to another; no tables."""

    name = 'federation.hall_moves'
    label = 'hall_moves'

    def ready(self) -> None:
        """Register the handlers of this room."""
        import_module('federation.hall_moves.handlers')
