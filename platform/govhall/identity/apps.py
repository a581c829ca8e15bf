"""The identity app."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class IdentityConfig(AppConfig):
    """Who applied online, seen by a person of a hall."""

    name = 'govhall.identity'
    label = 'identity'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the act, what it is demanded for, and what other halls tell."""
        load('govhall.identity.acts')
        import_module('govhall.identity.demands')
        import_module('govhall.identity.handlers')
