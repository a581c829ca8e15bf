"""Writes a backlog: cases on their way from a township to a county, with their hand-overs in the outbox.

Usage (through tests.builders.inside): TOWNSHIP COUNTY COUNT. The newest forwarded case of the township is the pattern.
"""

from copy import copy
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from federation.contracts.case import HandedOver
from federation.contracts.envelope import chain_hash, content_digest
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, NewRow, body_of, write
from federation.streams.models import Stream
from federation.trust.seals import context, seal
from govhall.casework.events import snapshot
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.kernel.chain import GENESIS
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.selectors import hall_by_code

BATCH = 1000


def main(township: str, county: str, count: str) -> None:
    """Write `count` cases, streams and outbox rows, a thousand a transaction."""
    with hall_context(hall_by_code(township)):
        pattern = Case.objects.filter(custody=Custody.WATCHING, holder=county).latest('updated_at')
        first = Case.objects.filter(number__startswith='BACKLOG').count()
        last = first + int(count)
        for start in range(first, last, BATCH):
            with transaction.atomic():
                _write([_copy(pattern, number) for number in range(start, min(start + BATCH, last))], county)


def _copy(pattern: Case, number: int) -> Case:
    case = copy(pattern)
    case.uid, case.number, case.submission, case.fact = new_uid(), f'BACKLOG{number:08d}', uuid4(), uuid4()
    case.custody, case.towards, case.holder = Custody.IN_TRANSIT, pattern.holder, pattern.holder
    return case


def _write(cases: list[Case], county: str) -> None:
    rows: list[NewRow] = []
    streams: list[Any] = []
    for case in cases:
        message = HandedOver(hop=case.hop, kind='receipt', case=snapshot(case))
        bound = context(type_name=message.type_name, sender=case.origin, recipient=county, subject=case.uid)
        key_id, body = seal(body_of(message), recipient=county, context=bound)
        tip = chain_hash(GENESIS, content_digest(HandedOver.type_name, body))
        streams.append(Stream(subject=case.uid, recipient=county, next_seq=2, previous=GENESIS, tip=tip))
        destination = Destination(cell_topic(settings.CELL, Lane.INBOX), str(case.uid), county)
        row = NewRow(destination, case.origin, case.uid, HandedOver.type_name, body, 1, GENESIS)
        rows.append(row._replace(extra={'sealed_for': key_id}))
    Case.objects.bulk_create(cases)
    Stream.objects.bulk_create(streams)
    write(rows)
