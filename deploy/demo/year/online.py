"""Applications that came over the internet yesterday, with photos of their papers, and wait for a window."""

import struct
import zlib
from datetime import date
from random import Random

import time_machine

from deploy.demo.year.days import Calendar
from deploy.demo.year.office import Office
from deploy.demo.year.plan import Planner, Seed
from federation.contracts.case import Applicant
from federation.contracts.forms import FormAnswers
from govhall.applications.input import ApplicationInput
from govhall.applications.services.application import begin_application
from tenants.context import hall_context

SENT = (
    ('TJXZ0001', '510100107000'),
    ('TJXZ0001', '510100108000'),
    ('TJXZ0001', '510100128000'),
    ('TJNS0001', '510100103000'),
    ('TJNS0001', '510100103000'),
    ('TJNS0001', '510100103000'),
    ('TJQY0001', '510700106000'),
    ('PCXZ0001', '510100107000'),
)
WIDTH, HEIGHT = 240, 320


def send_online(seed: Seed, planner: Planner, calendar: Calendar, office: Office, day: date, chance: Random) -> int:
    """Hand them in on that day's afternoon; how many there are."""
    halls = {hall.code: hall for hall in seed.halls}
    sent = [(hall, code) for hall, code in SENT if hall in halls]
    for hall, code in sent:
        planned = planner.one(halls[hall], code, calendar.moment(day, 1))
        form = None
        if planned.answers is not None:
            form = FormAnswers(version=office.versions[code], answers=planned.answers)
        files = {one['code']: photo(chance) for one in planned.matter['materials'] if one['required']}
        filled = ApplicationInput(Applicant(**planned.applicant), files, submits=True, form=form)  # type: ignore[arg-type]
        with hall_context(office.halls[hall]), time_machine.travel(planned.at, tick=False):
            begin_application(matter=code, filled=filled, at=planned.at)
    return len(sent)


def photo(chance: Random) -> bytes:
    """A picture of a sheet with lines of writing on a table, as PNG."""
    table, paper, ink = chance.randrange(90, 130), chance.randrange(225, 250), chance.randrange(40, 80)
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # no filter
        inside = 20 <= y < HEIGHT - 20
        line = inside and 50 <= y < HEIGHT - 60 and y % 16 < 3
        end = chance.randrange(WIDTH // 2, WIDTH - 45)
        for x in range(WIDTH):
            on_paper = inside and 18 <= x < WIDTH - 18
            rows.append(ink if on_paper and line and 36 <= x < end else paper if on_paper else table)
    header = struct.pack('>IIBBBBB', WIDTH, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b'IHDR', header), (b'IDAT', zlib.compress(bytes(rows), 6)), (b'IEND', b''))
    made = b''.join(
        struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b'\x89PNG\r\n\x1a\n' + made
