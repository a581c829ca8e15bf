"""The project as an app: a weak production does not start, whichever process it is."""

from importlib import import_module

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

from govhall.project import checks


class ProjectConfig(AppConfig):
    """Refuses weak settings before the first request or task."""

    name = 'govhall.project'
    label = 'project'

    def ready(self) -> None:
        """Raise with every weak setting named; `manage.py check` shows the same."""
        weak = checks.weak_settings(None)
        if weak:
            raise ImproperlyConfigured('\n'.join(f'* {fault.msg}' for fault in weak))
        import_module('govhall.project.navigation')
