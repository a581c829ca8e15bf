"""The frontdesk app."""

from django.apps import AppConfig


class FrontdeskConfig(AppConfig):
    """Counters, delivery and ratings."""

    name = 'govhall.frontdesk'
    label = 'frontdesk'
    default_auto_field = 'django.db.models.BigAutoField'
