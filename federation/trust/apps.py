"""The trust app."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    """Keys of halls and cells; signing, sealing and verifying."""

    name = 'federation.trust'
    label = 'trust'
    default_auto_field = 'django.db.models.BigAutoField'
