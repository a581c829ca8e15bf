"""Writes a backlog of two hundred halls in turn, so that no signature serves more than a few rows of a chunk.

Usage (through tests.builders.inside): COUNTY COUNT KIND, where KIND is `custody` (hand-overs to the county) or `facts`
(to the cell itself). The newest case that the county took over is the pattern. The halls have entries and keys and no
schema: only their outbox rows exist, which is all that relay and intake see of a sender. What the county answers goes
to another cell, where it lies.
"""

from typing import Final

import msgspec
from django.conf import settings
from django.db import transaction

from federation.contracts.case import HandedOver, Snapshot
from federation.contracts.facts import CaseFact
from federation.directory.models import HallEntry
from federation.keys.new_keys import new_key
from federation.link.topics import Lane, cell_topic
from federation.outbox.rows import Destination, NewRow, body_of, write
from federation.trust.seals import context, seal
from govhall.casework.events import snapshot
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.selectors import hall_by_code

HALLS, BATCH = 200, 1000
CODES: Final = [f'BENC{number:04d}' for number in range(HALLS)]
ELSEWHERE = 'sichuan'


def main(county: str, count: str, kind: str) -> None:
    """Write `count` rows, the halls in turn, a thousand a transaction."""
    _make_halls()
    with hall_context(hall_by_code(county)):
        case = Case.objects.filter(custody=Custody.HELD, holder=county).latest('updated_at')
        pattern = snapshot(case)
    for start in range(0, int(count), BATCH):
        places = range(start, min(start + BATCH, int(count)))
        row = _hand_over if kind == 'custody' else _fact
        with transaction.atomic():
            write([row(CODES[place % HALLS], county, pattern, case.hop) for place in places])


def _make_halls() -> None:
    """Entries and keys, once."""
    if HallEntry.objects.filter(code=CODES[0]).exists():
        return
    with transaction.atomic():
        HallEntry.objects.bulk_create(_entry(code) for code in CODES)
        for code in CODES:
            new_key(code, of_cell=False)


def _entry(code: str) -> HallEntry:
    return HallEntry(
        code=code,
        name=f'测试大厅{code}',
        short_name=code,
        kind='township',
        area_code='',
        cell=ELSEWHERE,
        slug=code.lower(),
        version=1,
    )


def _hand_over(sender: str, county: str, pattern: Snapshot, hop: int) -> NewRow:
    uid = new_uid()
    message = HandedOver(hop=hop, kind='receipt', case=msgspec.structs.replace(pattern, number=uid.hex[-20:]))
    bound = context(type_name=message.type_name, sender=sender, recipient=county, subject=uid)
    key_id, body = seal(body_of(message), recipient=county, context=bound)
    destination = Destination(cell_topic(settings.CELL, Lane.INBOX), str(uid), county)
    return NewRow(destination, sender, uid, message.type_name, body, 1, extra={'sealed_for': key_id})


def _fact(sender: str, _county: str, pattern: Snapshot, _hop: int) -> NewRow:
    key, today = new_uid(), pattern.clock_from
    fact = CaseFact(
        fact=key,
        version=1,
        hall=sender,
        hall_kind='township',
        area=pattern.area,
        matter=pattern.matter,
        received_on=today,
        accepted_on=today,
        due_on=today,
    )
    destination = Destination(cell_topic(settings.CELL, Lane.FACTS), str(key), settings.CELL)
    return NewRow(destination, sender, key, fact.type_name, body_of(fact))
