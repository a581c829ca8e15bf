"""Check the chains of live cases."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from govhall.archive.chains.checking import ChainFault, ChainFindings, HandoverTip
from govhall.archive.chains.services import check_hall, compare, told_by_sender
from govhall.doors.lists import UnreadableList, content_of, read_as
from tenants.audit import audit_faults
from tenants.context import hall_context
from tenants.selectors import hall_by_code, local_halls


class Command(BaseCommand):
    """`check_chains [--whole] [--hall CODE] [--tell FILE] [--told FILE]`; ends with an error if anything is not right.

    `--tell` writes what the halls of other cells told those of this one; there, `--told` compares it.
    """

    help = 'Check the events of cases against themselves, sealed papers, packages, and what neighbours were told.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which halls, how many cases, and the files that two cells exchange."""
        parser.add_argument('--hall', help='only this hall')
        parser.add_argument('--whole', action='store_true', help='every case, not only what is due tonight')
        parser.add_argument('--tell', type=Path, help='write here what halls of other cells have told')
        parser.add_argument('--told', type=Path, help='compare with what another cell has written so')

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each fault with hall and number, then the sums and the pace."""
        began, sums, now = time.monotonic(), ChainFindings(), timezone.now()
        local = {hall.code: hall for hall in local_halls()}
        if options['hall'] and options['hall'] not in local:
            raise CommandError(f'{options["hall"]} is no hall of this cell')
        halls = [hall_by_code(options['hall'])] if options['hall'] else list(local.values())
        for hall in halls:
            with hall_context(hall):
                found = check_hall(at=now, whole=options['whole'] or bool(options['tell']))
            self._say(hall.code, found.faults)
            sums.add(found)
        took = max(time.monotonic() - began, 0.001)
        outside = [one for one in sums.told if one.sender not in local]
        if options['told']:
            said = _told(options['told'])
            sums.told += [one for one in said if one.sender in local]
        for sender, told in told_by_sender([one for one in sums.told if one.sender in local]):
            with hall_context(local[sender]):
                differing = compare(told, at=now)
            self._say(sender, differing)
            sums.faults += differing
        if options['tell']:
            options['tell'].write_text(json.dumps(outside), encoding='utf-8')
        self.stdout.write(
            f'{sums.cases} cases, {sums.events} events, {sums.papers} papers in {took:.1f} s'
            f' ({sums.events / took:.0f} events/s), {len(sums.faults)} faults'
        )
        wrong = audit_faults()
        for sentence in wrong:
            self.stderr.write(f'audit: {sentence}')
        if sums.faults or wrong:
            raise CommandError(f'{len(sums.faults)} faults in chains, {len(wrong)} in the audit')

    def _say(self, hall: str, faults: list[ChainFault]) -> None:
        for one in faults:
            self.stderr.write(f'{hall} {one.number} {one.code}: {one.sentence}')


def _told(file: Path) -> list[HandoverTip]:
    """What another cell has written with `--tell`. Raises CommandError."""
    try:
        told = read_as(list[tuple[str, UUID, str]], content_of(file))
    except UnreadableList as error:
        raise CommandError(f'{file} cannot be read as what --tell writes: {error}') from error
    return [HandoverTip(sender, str(case), tip) for sender, case, tip in told]
