"""The insight app."""

from importlib import import_module

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Figures by day, area and matter, fed by facts; public schema."""

    name = 'govhall.insight'
    label = 'insight'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the handlers of this room."""
        import_module('govhall.insight.handlers')
        import_module('govhall.insight.navigation')
