"""The operations app: no tables, the commands that move and merge halls."""

from importlib import import_module

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Moves, mergers, monitor."""

    name = 'govhall.operations'
    label = 'operations'

    def ready(self) -> None:
        """Register what bars lead to, the list of halls, and what a restored cell does with halls that move."""
        import_module('govhall.operations.moves.restores')
        import_module('govhall.operations.navigation')
        import_module('govhall.operations.openings.hall_list')
