"""The deadline index app (public schema)."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Hall, case, kind and day; no personal data."""

    name = 'govhall.deadlines'
    label = 'deadlines'
    default_auto_field = 'django.db.models.BigAutoField'
