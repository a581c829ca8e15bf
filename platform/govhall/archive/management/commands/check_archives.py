"""Check that the packages of archived cases are what they were."""

from argparse import ArgumentParser
from functools import partial
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import timezone

from govhall.archive.models import CaseArchive
from govhall.archive.package_check import faults
from govhall.archive.services import to_appraise
from govhall.kernel.china import CHINA
from tenants.commands import SentenceCommand
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_by_code, local_halls
from tenants.sweep import Walk

NAME = 'check_archives'


class Command(SentenceCommand):
    """`check_archives [--hall CODE]`: every package of every hall of the cell; ends with an error if one is unsound."""

    help = 'Check hashes, manifests, chains and seals of all archive packages, and count those past their term'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One hall, or all."""
        parser.add_argument('--hall', help='only this hall')

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault with hall and file number, then the sums."""
        halls = [hall_by_code(options['hall'])] if options['hall'] else local_halls()
        checked = unsound = ended = unread = 0
        for hall in halls:
            with hall_context(hall):
                uids = CaseArchive.objects.order_by('number', 'version').values_list('uid', flat=True)
                swept = Walk(NAME, hall.code, always=True).over(uids.iterator(), partial(self._check, hall))
                checked, unsound = checked + swept.done, unsound + swept.total
                unread += swept.failed
                ended += len(to_appraise(timezone.now().astimezone(CHINA).date()))
        self.stdout.write(f'{checked} packages checked, {unsound} unsound, {ended} past their term and to be appraised')
        if unsound or unread:
            raise CommandError(f'{unsound} of {checked} packages are not what they were, {unread} could not be checked')

    def _check(self, hall: Hall, uid: UUID) -> bool:
        archive = CaseArchive.objects.get(uid=uid)
        found = faults(archive)
        for fault in found:
            self.stderr.write(f'{hall.code} {archive}: {fault}')
        return bool(found)
