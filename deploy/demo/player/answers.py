"""What an applicant writes into the form of a matter: the filled sample of the seed."""

import json
from functools import cache
from typing import Any

from deploy.demo.player.pages import Form
from deploy.demo.topology import FORMS

PREFIX = 'form-'


def answers(matter: str, form: Form) -> dict[str, str | list[str]]:
    """The sample as it is typed; a place that this hall does not offer is the first that it does."""
    typed: dict[str, str | list[str]] = {}
    for name, value in _samples().get(matter, {}).items():
        if isinstance(value, list):
            rows = enumerate(value)
            typed |= {f'{PREFIX}{name}-{at}-{column}': cell for at, row in rows for column, cell in row.items()}
        else:
            options = form.field(PREFIX + name).options
            typed[PREFIX + name] = value if not options or value in options else sorted(options - {''})[0]
    return typed


@cache
def _samples() -> dict[str, dict[str, Any]]:
    files = [json.loads(file.read_text(encoding='utf-8')) for file in sorted(FORMS.glob('*.json'))]
    return {one['matter']: one['sample'] for one in files}
