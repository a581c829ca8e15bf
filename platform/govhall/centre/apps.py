"""The centre app."""

from django.apps import AppConfig


class CentreConfig(AppConfig):
    """Approving: worklists of a hall."""

    name = 'govhall.centre'
    label = 'centre'
    default_auto_field = 'django.db.models.BigAutoField'
