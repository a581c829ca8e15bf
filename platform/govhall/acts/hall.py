"""Acts on the hall itself, not on a case: what administrators do about powers, items and people."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from govhall.acts.registry import Described, enter, registered
from tenants.access import Actor
from tenants.audit import Action, record
from tenants.models import Hall
from tenants.roles import Role

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class HallPosted:
    """An act on a hall as it was posted: in which, by whom, with what."""

    hall: Hall
    actor: Actor
    data: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.data[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class HallActDone:
    """What came of it: what is said, the id of what was made, and whom or what the audit names with which details."""

    said: str
    id: UUID | None = None
    about: str = ''
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class HallAct(Described):
    """What a person with one of `roles` does with the hall: the fields it asks, how it is done, and its words.

    `label` stands on its button, `action` in the audit; None where the database writes its own entry. Its page has an
    address of its own and a form that is derived from the fields (`acts.page.page_form`).
    """

    do: Callable[[HallPosted], HallActDone]
    label: str
    roles: frozenset[Role]
    action: Action | None = None


def register(act: HallAct) -> HallAct:
    """Enter an act on the hall. Raises DuplicateAct."""
    enter(act, str(sys._getframe(1).f_globals['__name__']))
    return act


def hall_acts() -> Iterator[HallAct]:
    """All acts on the hall, as they were registered."""
    return (act for act in registered() if isinstance(act, HallAct))


def perform(act: HallAct, posted: HallPosted) -> HallActDone:
    """Do it, with its entry in the audit, in one transaction. Raises what the act raises."""
    hall, actor = posted.hall.code, posted.actor
    with transaction.atomic():
        done = act.do(posted)
        if act.action:
            detail = {'act': act.mutation, 'said': done.said, **done.detail}
            record(act.action, who=actor, hall=hall, subject=done.about, detail=detail)
    log.info('powers_managed', hall=hall, act=act.mutation, person=actor.person_id, outcome='done')
    return done
