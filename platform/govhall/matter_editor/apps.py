"""The editor of matters as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class MatterEditorConfig(AppConfig):
    """Public schema: the catalogue is one for all halls of a cell."""

    name = 'govhall.matter_editor'
    label = 'matter_editor'
    verbose_name = '事项和材料'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what the bars lead to, and the lists that go out and in."""
        for name in ('navigation', 'lists.bring_in'):
            import_module(f'govhall.matter_editor.{name}')
