"""A long form drawn, and the question where a matter is decided, in one process of the cell."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from time import process_time
from typing import Any

from tests.load.place import OWN_MATTER, TOWNSHIP, Place

FIELDS, DRAWN, QUESTIONS = 60, 60, 200
KINDS: list[dict[str, Any]] = [
    {'kind': 'text', 'longest': 60},
    {'kind': 'number', 'unit': '平方米'},
    {'kind': 'money'},
    {'kind': 'day'},
    {'kind': 'choice', 'choices': [{'value': value, 'label': value} for value in ('甲', '乙', '丙')]},
    {'kind': 'area'},
    {'kind': 'address'},
]


class FormsNotDrawn(Exception):
    """The process that draws ended before all was drawn."""


@dataclass(frozen=True)
class FormTimes:
    """Milliseconds of processor time: of a form of sixty fields, of a question where a matter is decided."""

    form: float
    question: float


def fields_of_a_long_form(fields: int = FIELDS) -> list[dict[str, Any]]:
    """So many fields of every kind in turn, as a form file has them."""
    return [
        {'name': f'long{number}', 'label': f'第 {number} 项', **KINDS[number % len(KINDS)]} for number in range(fields)
    ]


def measure_forms(place: Place) -> FormTimes:
    """Draw and ask many times."""
    done: subprocess.Popen[str] = place.inside('tests.load.forms')
    out, _ = done.communicate(timeout=300)
    if done.returncode:
        raise FormsNotDrawn(f'status {done.returncode}')
    return FormTimes(**json.loads(out.splitlines()[-1]))


def main() -> None:
    """The median of each; the first, which compiles templates and reads places, is not counted."""
    # Django is ready only now.
    import msgspec  # noqa: PLC0415
    from django.template.loader import render_to_string  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from federation.contracts.forms import MatterForm  # noqa: PLC0415
    from govhall.catalogue import selectors as catalogue  # noqa: PLC0415
    from govhall.catalogue.routing import route  # noqa: PLC0415
    from govhall.desk.answer_sheet import sheet_of  # noqa: PLC0415
    from tenants.selectors import hall_by_code  # noqa: PLC0415

    hall = hall_by_code(TOWNSHIP)
    form = msgspec.convert({'source': 'bench', 'fields': fields_of_a_long_form()}, MatterForm)
    matter = replace(catalogue.matter(OWN_MATTER), form=form)

    def draw() -> str:
        return str(render_to_string('desk/matter_form.html', {'form': {'sheet': sheet_of(matter, None, hall)}}))

    def ask() -> None:
        route(matter=OWN_MATTER, hall=hall.code, at=timezone.now(), facts={})

    spent = {
        name: _milliseconds(act, count) for name, act, count in (('form', draw, DRAWN), ('question', ask, QUESTIONS))
    }
    sys.stdout.write(json.dumps(spent) + '\n')


def _milliseconds(act: Callable[[], object], count: int) -> float:
    taken = []
    for number in range(count + 1):
        began = process_time()
        act()
        if number:
            taken.append((process_time() - began) * 1e3)
    return median(taken)
