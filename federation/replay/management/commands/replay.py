"""Try again what was parked or quarantined."""

import getpass
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from federation.replay.choice import Choice
from federation.replay.services import count, replay
from tenants.commands import AuditedCommand

WIDTH = 140


class Command(AuditedCommand):
    """Run with the intake's role, also while the intake runs; each use is kept in fed_replay."""

    help = 'Try again what was parked or quarantined, in the order of each stream. --dry-run only counts.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Filters, the pace, and who does it."""
        parser.add_argument('--dry-run', action='store_true', help='count by hall, type and reason, try nothing')
        parser.add_argument('--hall', default='', help='the receiving hall')
        parser.add_argument('--type', default='', help='as case.handed_over.v1')
        parser.add_argument('--reason', default='', help='how the reason begins')
        parser.add_argument('--stream', default='', help='a case, or CASE/SENDER/RECIPIENT')
        parser.add_argument('--since', type=_moment, help='parked or set aside since: 2026-11-25 or 2026-11-25T08:00')
        where = parser.add_mutually_exclusive_group()
        where.add_argument('--parked', action='store_true', help='only what is parked')
        where.add_argument('--quarantined', action='store_true', help='only what is in quarantine')
        parser.add_argument('--limit', type=int, default=1000, help='streams and records to try (1000)')
        parser.add_argument('--per-second', type=float, default=20.0, help='at most so many (20)')
        parser.add_argument('--by', default='', help='who does it; the login name if left out')

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, or try and say what became of it."""
        if options['limit'] < 1 or options['per_second'] <= 0:
            raise CommandError('--limit and --per-second must be above 0.')
        choice = Choice(
            hall=options['hall'],
            type=options['type'],
            reason=options['reason'],
            stream=options['stream'],
            since=options['since'],
            parked=not options['quarantined'],
            quarantined=not options['parked'],
        )
        by = (options['by'] or getpass.getuser())[:80]
        if options['dry_run']:
            self._print(count(choice, by=by))
            return
        result = replay(choice, by=by, limit=options['limit'], per_second=options['per_second'])
        for name, number in sorted(result.items()):
            self.stdout.write(f'{name}: {number}')
        if result.get('gave_up'):
            raise CommandError('Twenty in a row failed: the cause is not mended. Nothing more was tried.')

    def _print(self, found: dict[tuple[str, str, str, str], Any]) -> None:
        table = Table('place', 'hall', 'type', 'reason', 'to try', 'messages')
        for group, tally in sorted(found.items()):
            table.add_row(*group, str(tally.tries), str(tally.messages))
        Console(file=self.stdout, width=WIDTH).print(table)  # type: ignore[arg-type]


def _moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))
