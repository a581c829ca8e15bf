"""What background work could not do: list it, or have it tried again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from tenants.commands import AuditedCommand
from tenants.models import SetAside
from tenants.queue import order
from tenants.sweep import try_again_now


class Command(AuditedCommand):
    """`set_aside [--task NAME] [--hall CODE] [--retry]`: one line an item, without personal data."""

    help = 'List the items that sweeps and commands could not do; --retry lets them be tried again at once.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which items, and whether to try them again."""
        parser.add_argument('--task', default='', help='only of this task or command')
        parser.add_argument('--hall', default='', help='only of this hall')
        parser.add_argument('--retry', action='store_true', help='when the cause is mended')

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, and order the tasks of the schedule that have any."""
        chosen = {name: options[name] for name in ('task', 'hall') if options[name]}
        rows = SetAside.objects.filter(**chosen).order_by('task', 'hall', 'first_at')
        for row in rows:
            since = f'{row.first_at:%Y-%m-%d %H:%M}'
            told = (
                row.task,
                row.hall or '-',
                row.item,
                row.error,
                row.reason,
                f'tried {row.tries} times since {since}',
            )
            self.stdout.write(f'{"  ".join(told)}  tried {row.tries} times since {since}')
        self.stdout.write(f'{len(rows)} items set aside')
        if options['retry'] and rows:
            self._retry(try_again_now(**chosen))

    def _retry(self, tasks: list[str]) -> None:
        scheduled = {entry['task'] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
        for task in tasks:
            if task in scheduled and order(task):
                self.stdout.write(f'{task}: ordered')
            elif task in scheduled:
                self.stdout.write(f'{task}: Valkey does not answer; the task comes at its time')
            else:
                self.stdout.write(f'{task}: run the command again')
