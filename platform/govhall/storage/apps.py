"""The storage app: no tables, the command that tries the stores."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Sealed files under the hash of their content."""

    name = 'govhall.storage'
    label = 'storage'
