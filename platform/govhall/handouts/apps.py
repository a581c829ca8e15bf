"""What is handed out, as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class HandoutsConfig(AppConfig):
    """Public schema: what is handed out names nobody and belongs to no hall."""

    name = 'govhall.handouts'
    label = 'handouts'
    verbose_name = '表格和样表'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what the topic brings."""
        import_module('govhall.handouts.handlers')
