"""Check the chains of live cases."""

import json
import time
from argparse import ArgumentParser
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import timezone

from govhall.archive.chains.case_chain import ChainFault, ChainFindings, HandoverTip
from govhall.archive.chains.services import check_hall, compare, told_by_sender
from govhall.doors.lists import UnreadableList, content_of, read_as
from tenants.audit import audit_faults
from tenants.commands import SentenceCommand
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_by_code, local_halls
from tenants.sweep import Walk

NAME = 'check_chains'


class Command(SentenceCommand):
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
        check = partial(self._check, sums, at=now, whole=options['whole'] or bool(options['tell']))
        swept = Walk(NAME, '', lambda hall: hall.code, always=True).over(halls, check)
        took = max(time.monotonic() - began, 0.001)
        outside = [tip for tip in sums.told if tip.sender not in local]
        if options['told']:
            said = _told(options['told'])
            sums.told += [tip for tip in said if tip.sender in local]
        by_sender = told_by_sender([tip for tip in sums.told if tip.sender in local])
        compared = Walk(NAME, '', lambda one: f'told {one[0]} {one[1][0].case}', always=True).over(
            by_sender, lambda one: self._compare(sums, local[one[0]], one[1], at=now)
        )
        if options['tell']:
            options['tell'].write_text(json.dumps(outside), encoding='utf-8')
        halls_unread = swept.failed + compared.failed
        unread = f'{sums.unread} cases and {halls_unread} halls could not be checked'
        self.stdout.write(
            f'{sums.cases} cases, {sums.events} events, {sums.papers} papers in {took:.1f} s'
            f' ({sums.events / took:.0f} events/s), {len(sums.faults)} faults, {unread}'
        )
        wrong = audit_faults()
        for sentence in wrong:
            self.stderr.write(f'audit: {sentence}')
        if sums.faults or wrong or sums.unread or halls_unread:
            raise CommandError(f'{len(sums.faults)} faults in chains, {len(wrong)} in the audit; {unread}')

    def _check(self, sums: ChainFindings, hall: Hall, *, at: datetime, whole: bool) -> None:
        with hall_context(hall):
            found = check_hall(at=at, whole=whole)
        self._say(hall.code, found.faults)
        sums.add(found)

    def _compare(self, sums: ChainFindings, hall: Hall, told: list[HandoverTip], *, at: datetime) -> None:
        with hall_context(hall):
            differing = compare(told, at=at)
        self._say(hall.code, differing)
        sums.faults += differing

    def _say(self, hall: str, faults: list[ChainFault]) -> None:
        for fault in faults:
            self.stderr.write(f'{hall} {fault.number} {fault.code}: {fault.sentence}')


def _told(file: Path) -> list[HandoverTip]:
    """What another cell has written with `--tell`. Raises CommandError."""
    try:
        told = read_as(list[tuple[str, UUID, str]], content_of(file))
    except UnreadableList as error:
        raise CommandError(f'{file} cannot be read as what --tell writes: {error}') from error
    return [HandoverTip(sender, str(case), tip) for sender, case, tip in told]
