"""The carriage app (public schema)."""

from django.apps import AppConfig


class CarriageConfig(AppConfig):
    """Files that leave and files that arrive, piece by piece; no names and no content."""

    name = 'govhall.casework.carriage'
    label = 'carriage'
    default_auto_field = 'django.db.models.BigAutoField'
