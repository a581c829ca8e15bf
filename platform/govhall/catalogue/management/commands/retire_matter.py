"""Retire a matter where the catalogue is entered."""

from argparse import ArgumentParser
from datetime import datetime

from django.core.management.base import CommandError
from django.utils import timezone

from govhall.catalogue.services import retire_matter
from govhall.kernel.errors import Refused
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """`retire_matter CODE [--on 2026-12-01]`: nothing is received for it from that day on, in any hall."""

    help = 'End a matter on a day (today) and publish it to every cell'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The matter's code, and the first day on which it is no longer received."""
        parser.add_argument('code')
        parser.add_argument('--on', type=datetime.fromisoformat, default=None)

    def handle(self, *args: object, **options: object) -> None:
        """A refusal ends the command with its sentence."""
        day = options['on']
        at = timezone.make_aware(day) if isinstance(day, datetime) else timezone.now()
        try:
            version = retire_matter(code=str(options['code']), at=at)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f'{options["code"]} ends at {at.isoformat()}, version {version}')
