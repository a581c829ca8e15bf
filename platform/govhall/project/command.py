"""The `govhall` command: Django's management commands with this project's settings."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run a management command; the settings module may be named by DJANGO_SETTINGS_MODULE."""
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'govhall.project.settings')
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as wrong:
        sys.exit(f'govhall does not start:\n{wrong}')
