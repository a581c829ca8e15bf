"""The documents app (a table in every hall's schema)."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Papers of cases."""

    name = 'govhall.documents'
    label = 'documents'
    default_auto_field = 'django.db.models.BigAutoField'
