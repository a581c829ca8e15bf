"""The operations app: no tables, the commands that move and merge halls."""

from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Moves, mergers, monitor."""

    name = 'govhall.operations'
    label = 'operations'

    def ready(self) -> None:
        """Register what is done with halls that move when a cell is restored."""
        import_module('govhall.operations.moves.restores')
