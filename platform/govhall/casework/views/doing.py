"""What an act is on its way from a form to a service: what was posted, how it is done, what is said afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from govhall.casework.models import Case
from govhall.look.days import say_day
from tenants.access import Actor


@dataclass(frozen=True, slots=True)
class Posted:
    """An act as it was posted: on which case, in which version of it, by whom, with what."""

    uid: UUID
    version: int
    actor: Actor
    reason: str
    opinion: str
    papers: frozenset[str]
    more: Mapping[str, Any] = field(default_factory=dict)  # the other cleaned fields


@dataclass(frozen=True, slots=True)
class Doing:
    """How an act is done and what is said afterwards."""

    do: Callable[[Posted], Case]
    said: Callable[[Case], str]


def by_day(case: Case) -> str:
    """The day that matters next, in words."""
    return say_day(case.due, today=timezone.localdate()) if case.due else ''
