"""The keys app."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """Making, telling, replacing and revoking keys; commands only, its tables are in trust."""

    name = 'federation.keys'
    label = 'keys'
