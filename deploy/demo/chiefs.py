"""The people of the departments in the demo's county centre: a chief representative (首席代表) each, and the windows'.

They are called by their window, as A05首席代表 and A05窗口. A chief decides what the own department has brought in.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from deploy.demo.people import DECIDES, Login
from deploy.demo.topology import CATALOGUE, CENTRE, CENTRE_HALL, SeedHall

APPOINTED = '通政务首任〔2024〕{number}号'  # the document by which a department appoints its chief
LETTER = '行政审批授权书〔2024〕{number}号'


class Inside(NamedTuple):
    """A department with something in: its code, its windows and those of its matters that the catalogue has."""

    code: str
    windows: list[str]
    matters: list[str]


def chiefs(halls: Iterable[SeedHall], *, since: str = '') -> list[Login]:
    """A login for each chief, with a new random password."""
    hall = _centre_hall(halls)
    return [
        Login(
            hall=hall.code,
            duty=f'chief-{one.code}',
            username=f'{hall.slug}-chief-{one.code.lower()}',
            password=secrets.token_urlsafe(9),
            name=f'{one.windows[0]}首席代表',
            roles=['chief'],
            powers=DECIDES if one.matters else [],
            department=one.code,
            matters=one.matters,
            document=LETTER.format(number=number),
            appointment={'department': one.code, 'document': APPOINTED.format(number=number)},
            since=since,
        )
        for number, one in enumerate(departments(), start=1)
    ]


def window_people(halls: Iterable[SeedHall], *, since: str = '') -> list[Login]:
    """A login for each window: who takes the papers there, for the department that opened it."""
    hall = _centre_hall(halls)
    return [
        Login(
            hall=hall.code,
            duty=f'window-{window}',
            username=f'{hall.slug}-{window.lower()}',
            password=secrets.token_urlsafe(9),
            name=f'{window}窗口',
            roles=['clerk'],
            powers=[],
            department=one.code,
            since=since,
        )
        for one in departments()
        for window in one.windows
    ]


def departments() -> Iterator[Inside]:
    """The departments of the centre with something in."""
    centre: dict[str, Any] = json.loads(CENTRE.read_text(encoding='utf-8'))
    known = {matter['code'] for matter in json.loads(CATALOGUE.read_text(encoding='utf-8'))['matters']}
    for section in centre['sections']:
        code = section['department']
        inside = [item['code'] for item in centre['items'] if item['department'] == code and item['entered_days']]
        if inside:
            windows = [window['number'] for window in section['windows']]
            yield Inside(code, windows, [matter for matter in inside if matter in known])


def _centre_hall(halls: Iterable[SeedHall]) -> SeedHall:
    return next(entry for entry in halls if entry.code == CENTRE_HALL)
