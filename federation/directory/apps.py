"""The directory app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Where every hall of the federation is: which cell holds it and who stands above it."""

    name = 'federation.directory'
    label = 'directory'
    default_auto_field = 'django.db.models.BigAutoField'
