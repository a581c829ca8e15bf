"""Forms of a newer release: kept as they came, not used, and said to who operates the cell."""

from dataclasses import dataclass

import msgspec

from federation.contracts.forms import MatterForm
from govhall.catalogue.models import Matter
from govhall.forms.definition import set_aside_because


@dataclass(frozen=True, slots=True)
class FormAside:
    """A form that this release does not use, and why; until then people are asked name and number only."""

    matter: str
    name: str
    why: str


def forms_set_aside() -> list[FormAside]:
    """The forms that this release can't use; one query. A release that knows them uses them at once."""
    rows = Matter.objects.filter(form__isnull=False).values_list('code', 'short_name', 'form')
    found = ((code, name, set_aside_because(msgspec.convert(form, MatterForm))) for code, name, form in rows)
    return [FormAside(code, name, why) for code, name, why in found if why]
