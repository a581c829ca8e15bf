"""The link app."""

from django.apps import AppConfig


class LinkConfig(AppConfig):
    """The road between cells behind one port: Kafka, or a log table for a single cell."""

    name = 'federation.link'
    label = 'link'
    default_auto_field = 'django.db.models.BigAutoField'
