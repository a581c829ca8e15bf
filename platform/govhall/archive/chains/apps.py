"""The chains app (public schema)."""

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    """How far the chains of each hall were checked, and what was found; no personal data."""

    name = 'govhall.archive.chains'
    label = 'chains'
    default_auto_field = 'django.db.models.BigAutoField'
