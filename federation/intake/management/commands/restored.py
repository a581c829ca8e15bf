"""The database of this cell was restored from a backup."""

from datetime import datetime
from typing import Any

import structlog
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from federation.intake.directory_first import DirectoryUnread, read_directory
from federation.link.port import LinkDown, LostPosition
from federation.repair.reconciliation import reconcile
from federation.repair.restored_cell import HallsLacking, NothingSuspected, declare_restored, dismiss, excuse
from federation.repair.status import RepairStatus, repair_status
from tenants.commands import AuditedCommand

NEXT = """Start web, relay and intake. What follows goes by itself:
1. every cell tells what it holds of this one; until then only the directory, receipts and figures are applied
2. then messages between halls are applied again, and each cell tells how it knows the cases
3. a hall may treat cases from before the restore as soon as it has heard all; new cases are taken in all the time
Look with `govhall restored --status` until nothing is open."""

LACKING = """{}: moved to this cell after this backup was made, so this database has nothing of it. Nothing was changed.
Take it again, `govhall take_hall PACKAGE` with the package from which it was taken, then run `govhall restored` again.
What was done there since then comes back as for every hall here: from its neighbours. Until then it stays closed, and
what is said to it waits. Is the package lost, the old cell keeps the hall's data until `move_hall --finish`;
`--lacks HALL --reason ...` begins without it."""
UNREAD = """The directory cannot be read ({}), so nobody knows whether a hall has moved since the backup: it would be
opened here a second time. Start the broker and run this again; if no hall can have moved: `--unread --reason ...`."""
log = structlog.get_logger()


class Command(AuditedCommand):
    """Run as the owner of the database while web, relay and intake are stopped."""

    help = 'Say that this database was restored from a backup: new epochs, and every neighbour is asked.'

    def add_arguments(self, parser: CommandParser) -> None:
        """Without any: begin. The others look, or go on."""
        which = parser.add_mutually_exclusive_group()
        which.add_argument('--status', action='store_true', help='show what is still open')
        which.add_argument('--dismiss', action='store_true', help='the suspicion is wrong; with --reason')
        which.add_argument('--without', metavar='CELL', help='go on without the answer of a cell; with --reason')
        which.add_argument('--reconcile', action='store_true', help='say again what flagged streams lack')
        which.add_argument('--since', help='a moment before the backup (ISO 8601), if the database remembers no better')
        parser.add_argument(
            '--lacks',
            metavar='HALL',
            action='append',
            default=[],
            help='begin without a hall that moved here after the backup and whose package is lost; with --reason',
        )
        parser.add_argument(
            '--unread',
            action='store_true',
            help='begin though the directory cannot be read: no hall has moved since the backup; with --reason',
        )
        parser.add_argument('--reason', default='', help='why, for the log')

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked."""
        if options['status']:
            self._show(repair_status())
        elif options['dismiss']:
            self._dismiss(options['reason'])
        elif options['without']:
            self._go_on_without(options['without'], options['reason'])
        elif options['reconcile']:
            self.stdout.write(f'{reconcile()} messages are said again')
        else:
            self._begin(options)

    def _begin(self, options: dict[str, Any]) -> None:
        since, lacks, reason = options['since'], options['lacks'], options['reason']
        if (lacks or options['unread']) and not reason:
            raise CommandError(
                'give a --reason: what a hall did elsewhere, or did here and is lost, may be contradicted'
            )
        if not options['unread']:
            _read_directory()
        try:
            asked = declare_restored(since=_moment(since) if since else None, lacks=lacks)
        except HallsLacking as error:
            raise CommandError(LACKING.format(error)) from error
        if reason:
            log.warning('restored_all_the_same', reason=reason, lacks=lacks, unread=options['unread'])
        self.stdout.write(f'{asked.cell} opens epoch {asked.epoch} and asks what was said since {asked.since:%F %R}.')
        self.stdout.write(NEXT)

    def _dismiss(self, reason: str) -> None:
        if not reason:
            raise CommandError('give a --reason: the others hold messages that this database does not know')
        try:
            dismiss(reason)
        except NothingSuspected as error:
            raise CommandError(str(error)) from error
        self.stdout.write('dismissed; relay and intake may start')

    def _go_on_without(self, cell: str, reason: str) -> None:
        if not reason:
            raise CommandError(f'give a --reason: cases that went to {cell} may be decided here a second time')
        if not excuse(cell, reason):
            raise CommandError(f'nothing is awaited from {cell}')
        self.stdout.write(f'{cell} is not waited for')

    def _show(self, found: RepairStatus) -> None:
        lines = [
            ('guard', found.guard or 'none'),
            ('cells asked', found.asked),
            ('have not told what they hold', ', '.join(found.silent) or 'none'),
            ('have not sent their tips', ', '.join(found.behind) or 'none'),
            ('not waited for', ', '.join(found.excused) or 'none'),
            ('halls fenced', ', '.join(found.fenced) or 'none'),
            ('tips on their way', found.missing_tips),
            ('cases that others knew better', found.adopted),
            ('cases with two outcomes', found.differing),
            ('messages put off', found.postponed),
            ('messages put off that failed', found.failed),
            ('restored cells not answered yet', ', '.join(found.owed) or 'none'),
            ('streams flagged', len(found.flagged)),
        ]
        for name, value in lines:
            self.stdout.write(f'{name:32} {value}')
        for stream in found.flagged:
            self.stdout.write(f'  {stream.subject} {stream.sender} > {stream.recipient}: {stream.why}')
        self.stdout.write('something is open' if found.is_open else 'nothing is open')


def _read_directory() -> None:
    try:
        read_directory()
    except (LinkDown, LostPosition, DirectoryUnread) as error:
        raise CommandError(UNREAD.format(error)) from error


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f'{text!r} is not a moment like 2026-11-25T03:00+08:00') from error
    return found if found.tzinfo else timezone.make_aware(found)
