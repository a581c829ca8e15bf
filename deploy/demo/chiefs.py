"""The chief representatives (首席代表) of the departments that have come into the demo's county centre.

They are called by their window, as A05首席代表. A department that has nothing in yet has appointed nobody.
"""

import json
import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from deploy.demo.people import DECIDES, Login
from deploy.demo.topology import CATALOGUE, CENTRE, CENTRE_HALL, SeedHall

APPOINTED = '通政务首任〔2024〕{number}号'  # the document by which a department appoints its chief
LETTER = '行政审批授权书〔2024〕{number}号'


def chiefs(halls: Iterable[SeedHall]) -> list[Login]:
    """A login for each, with a new random password; they decide what their own department has brought in."""
    hall = next(entry for entry in halls if entry.code == CENTRE_HALL)
    catalogue = json.loads(CATALOGUE.read_text(encoding='utf-8'))
    return [
        Login(
            hall=hall.code,
            duty=f'chief-{department}',
            username=f'{hall.slug}-chief-{department.lower()}',
            password=secrets.token_urlsafe(9),
            name=f'{window}首席代表',
            roles=['chief'],
            powers=DECIDES if matters else [],
            department=department,
            matters=matters,
            document=LETTER.format(number=number),
            appointment={'department': department, 'document': APPOINTED.format(number=number)},
        )
        for number, (department, window, matters) in enumerate(_departments(catalogue), start=1)
    ]


def _departments(catalogue: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    """Code, first window and the matters to decide, of each department with something in."""
    centre = json.loads(CENTRE.read_text(encoding='utf-8'))
    known = {matter['code'] for matter in catalogue['matters']}
    for section in centre['sections']:
        code = section['department']
        inside = [item['code'] for item in centre['items'] if item['department'] == code and item['entered_days']]
        if inside:
            yield code, section['windows'][0]['number'], [place for place in inside if place in known]
