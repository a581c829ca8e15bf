"""The app of files on their way (public schema)."""

from django.apps import AppConfig


class FileTransferConfig(AppConfig):
    """Files that leave and files that arrive, piece by piece; no names and no content."""

    name = 'govhall.files.file_transfer'
    label = 'file_transfer'
    default_auto_field = 'django.db.models.BigAutoField'
