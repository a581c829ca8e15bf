"""The portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The citizen's pages."""

    name = 'govhall.portal'
    label = 'portal'
    default_auto_field = 'django.db.models.BigAutoField'
