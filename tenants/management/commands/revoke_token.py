"""End a token at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from tenants.commands import AuditedCommand
from tenants.tokens import revoke_token


class Command(AuditedCommand):
    """The next request with it is refused."""

    help = 'Revoke the token with this handle (the twelve characters behind ght_).'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which token."""
        parser.add_argument('handle')

    def handle(self, *args: Any, **options: Any) -> None:
        """Say so if there is nothing to revoke: a typing error must not look like a success."""
        if not revoke_token(options['handle']):
            raise CommandError(f'no live token {options["handle"]}')
        self.stdout.write('revoked')
