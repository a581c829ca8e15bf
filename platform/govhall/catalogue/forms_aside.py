"""Forms of a newer release: kept as they came, not used, and said to who operates the cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from federation.contracts.forms import MatterForm
from govhall.catalogue.models import Matter
from govhall.forms.definition import set_aside_because
from govhall.kernel.kept import kept


@dataclass(frozen=True, slots=True)
class FormAside:
    """A form that this release does not use, and why; until then people are asked name and number only."""

    matter: str
    name: str
    why: str


def forms_set_aside() -> list[FormAside]:
    """The forms that this release can't use; one query. A release that knows them uses them at once."""
    return aside_among(Matter.objects.filter(form__isnull=False).values_list('code', 'short_name', 'form'))


def aside_among(rows: Iterable[tuple[str, str, Any]]) -> list[FormAside]:
    """Those of these forms, each with the code and the short name of its matter, that this release can't use."""
    found = ((code, name, set_aside_because(msgspec.convert(form, MatterForm))) for code, name, form in rows)
    return [FormAside(code, name, why) for code, name, why in found if why]


@kept(most=1)
def is_any_aside() -> bool:
    """Whether there is one, as this process knew a moment ago: the page of the road asks each time."""
    return bool(forms_set_aside())
