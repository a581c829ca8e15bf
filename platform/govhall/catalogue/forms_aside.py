"""Forms of a newer release: kept as they came, not used, and said to who operates the cell."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from federation.contracts.forms import MatterForm
from govhall.catalogue.models import Matter
from govhall.forms.definition import set_aside_because

KEPT_SECONDS = 60


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


def is_any_aside() -> bool:
    """Whether there is one, as this process knew within the last minute: the page of the road asks each time."""
    return _is_any_aside(int(time.monotonic() / KEPT_SECONDS))


@lru_cache(maxsize=1)
def _is_any_aside(slot: int) -> bool:
    return bool(forms_set_aside())


def forget() -> None:
    """Drop what this process has read: for tests."""
    _is_any_aside.cache_clear()
