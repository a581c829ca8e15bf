"""The door for gunicorn."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')
URLCONFS = ('urls', 'hall_urls', 'moving_urls', 'no_hall_urls')  # those that HallMiddleware chooses from


def _import_pages() -> None:
    """Import the views now, before the server forks (`--preload`) and listens; Django would at the first request."""
    from django.urls import get_resolver  # noqa: PLC0415 - Django must be set up first

    for name in URLCONFS:
        _ = get_resolver(f'govhall.project.{name}').url_patterns


def _watch_the_clock() -> None:
    """A web does acts by the clock of its machine; the first comparison is made after the fork."""
    from tenants.clock import clock  # noqa: PLC0415 - Django must be set up first

    clock.watch()


try:
    application = get_wsgi_application()
except ImproperlyConfigured as wrong:
    sys.exit(f'govhall does not start:\n{wrong}')
_import_pages()
_watch_the_clock()
