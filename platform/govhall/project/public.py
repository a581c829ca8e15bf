"""Addresses of the cell's public pages, as the pages of a hall need them too."""

from django.urls import get_resolver
from django.utils.functional import lazy


def public_address(name: str) -> str:
    """The address with this name, without the prefix of the hall in which it is asked for."""
    return f'/{get_resolver("govhall.project.urls").reverse(name)}'


PROGRESS = lazy(public_address, str)('track')  # the addresses name the view that shows it
