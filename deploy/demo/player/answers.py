"""What an applicant writes into the form of a matter: the filled sample of the seed."""

import json
from functools import cache
from typing import Any

from deploy.demo.player.pages import Form
from deploy.demo.topology import DIRECTORY, FORMS

PREFIX = 'form-'


def answers(matter: str, form: Form, hall: str) -> dict[str, str | list[str]]:
    """The sample as it is typed; what is applied for lies in the hall's own area."""
    own = _areas()[hall]
    typed: dict[str, str | list[str]] = {}
    for name, value in _samples().get(matter, {}).items():
        if isinstance(value, list):
            rows = enumerate(value)
            typed |= {f'{PREFIX}{name}-{at}-{column}': cell for at, row in rows for column, cell in row.items()}
        else:
            options = form.field(PREFIX + name).options
            typed[PREFIX + name] = own if own in options else value
    return typed


@cache
def _areas() -> dict[str, str]:
    halls = json.loads(DIRECTORY.read_text(encoding='utf-8'))['halls']
    return {one['code']: one['area_code'] for one in halls}


@cache
def _samples() -> dict[str, dict[str, Any]]:
    files = [json.loads(file.read_text(encoding='utf-8')) for file in sorted(FORMS.glob('*.json'))]
    return {one['matter']: one['sample'] for one in files}
