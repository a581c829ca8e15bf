"""The app of published decisions (public schema)."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Licences that were granted, for everybody to read."""

    name = 'govhall.casework.publication'
    label = 'publication'
    default_auto_field = 'django.db.models.BigAutoField'
