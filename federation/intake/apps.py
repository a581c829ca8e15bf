"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Takes records from the link to the inbox."""

    name = 'federation.intake'
    label = 'intake'
    default_auto_field = 'django.db.models.BigAutoField'
