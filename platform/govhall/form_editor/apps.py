"""The editor of forms as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class FormEditorConfig(AppConfig):
    """Public schema: the catalogue is one for all halls of a cell."""

    name = 'govhall.form_editor'
    label = 'form_editor'
    verbose_name = '表单编辑'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register what the bars lead to."""
        import_module('govhall.form_editor.navigation')
