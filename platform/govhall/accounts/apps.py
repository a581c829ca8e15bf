"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig

from govhall.acts.discovery import load


class AccountsConfig(AppConfig):
    """The accounts of a hall and what administrators do with them."""

    name = 'govhall.accounts'
    label = 'accounts'
    default_auto_field = 'django.db.models.BigAutoField'

    def ready(self) -> None:
        """Register the acts of this room, its list, and what the bars lead to."""
        load('govhall.accounts.acts')
        import_module('govhall.accounts.people_list')
        import_module('govhall.accounts.navigation')
