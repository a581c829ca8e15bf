"""Enter the State Council's holiday notice of a year, each November."""

import getpass
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from govhall.deadlines.holidays import RECOUNT_PROVISIONAL, RECOUNT_YEAR, check_holidays, enter_holidays, read_holidays
from govhall.doors.lists import content_of
from govhall.kernel.errors import Refused
from tenants.commands import AuditedCommand
from tenants.queue import order


class Command(AuditedCommand):
    """`import_holidays FILE`: one year as JSON (`year`, `source`, `off`, `work`, and `province` for its own days)."""

    help = 'Enter the holidays of a year from FILE (JSON) and count provisional deadlines again'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and whether only to look at it."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--dry-run', action='store_true', help='check the file and change nothing')

    def handle(self, *args: object, **options: object) -> None:
        """Enter the file; a fault in it ends the command with the sentence that says what to correct."""
        file = Path(str(options['file']))
        try:
            year = read_holidays(content_of(file))
            notice = check_holidays(year)
            if options['dry_run']:
                self.stdout.write(
                    f'{year.year}: {len(notice.off)} free days, {len(notice.work)} make-up days; unchanged'
                )
                return
            entered = enter_holidays(year, at=timezone.now(), entered={'login': getpass.getuser()})
        except Refused as error:
            raise CommandError(f'{file}: {error}') from error
        self.stdout.write(f'{year.year}: {entered.workdays} working days' + ('' if entered.changed else ', as before'))
        told = {'year': year.year} if entered.changed else {}
        if not order(RECOUNT_YEAR if entered.changed else RECOUNT_PROVISIONAL, **told):
            self.stdout.write('Valkey does not answer: deadlines are counted again tonight')
