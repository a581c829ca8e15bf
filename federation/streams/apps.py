"""The streams app."""

from django.apps import AppConfig


class StreamsConfig(AppConfig):
    """The sending side of a stream: its next sequence and the hash of its last message; one table in each hall."""

    name = 'federation.streams'
    label = 'streams'
    default_auto_field = 'django.db.models.BigAutoField'
