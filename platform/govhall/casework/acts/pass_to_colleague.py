"""Handing a claimed case over to a colleague who may act on it (转交同事)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import WHY
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN
from govhall.casework.rules.transitions import HANDLING, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.situation import MOST_CHOICES, Situation
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.colleagues import Colleague, colleagues_in
from tenants.models import Hall
from tenants.roles import Role

PASS_TO_COLLEAGUE = transition(
    Transition(
        name='pass_to_colleague',
        course='转交同事',
        states=OPEN,
        roles=HANDLING,
        of_department=True,
        detail=lambda data: f'交给{data["name"]}',
    )
)
COLLEAGUE = Field(
    name='colleague',
    kind=FieldKind.LINE,
    label='交给谁',
    most=40,
    says='Login of the colleague.',
    needed=True,
    widget='choose',
)
IN_CHARGE = frozenset({Role.CHIEF})  # what somebody else has claimed


class NotYours(Refused):
    """Only who has claimed a case hands it over, or who is in charge."""

    code = 'NOT_YOURS'
    status = 403
    sentence = '这件事不在您名下，由认领的同事或首席代表转交。'


class NoColleague(Refused):
    """Nobody who may act on the case has this login."""

    code = 'NO_COLLEAGUE'
    sentence = '这位同事不能办这件事，请从名单里另选一位。'


def pass_to_colleague(
    *, uid: UUID, version: int, actor: Actor, colleague: str, reason: str = '', at: datetime | None = None
) -> Case:
    """Put the case in the name of a colleague of its department or of the common window.

    Raises NotYours, NoColleague.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if not _may(actor, case):
            raise NotYours
        found = next((one for one in _able(case, change.hall, at) if one.username == colleague), None)
        if found is None:
            raise NoColleague(field='colleague')
        change.perform(PASS_TO_COLLEAGUE, to_person=found.person_id, name=found.name, reason=reason.strip())
        case.claimed_by, case.claimed_by_name = found.person_id, found.name
        return case


def _may(actor: Actor, case: Case) -> bool:
    return case.claimed_by == actor.person_id or bool(actor.roles & IN_CHARGE)


def _able(case: Case, hall: Hall, at: datetime) -> list[Colleague]:
    """Who may have the case: people of its department and of the common window, but not who has it."""
    found = colleagues_in(hall, at=at, roles=HANDLING, department=case.department)
    return [one for one in found if one.person_id != case.claimed_by]


def _offer(now: Situation) -> Button | None:
    """To who has claimed it, and of a claimed case to who is in charge: else `claim` is the next step."""
    if PASS_TO_COLLEAGUE not in now.allowed or now.case.claimed_by is None or not _may(now.actor, now.case):
        return None
    able = _able(now.case, now.hall, now.at)[:MOST_CHOICES]
    choices = tuple((one.username, one.label) for one in able)
    return Button(ACT, '转交同事', '记到同事名下，时限不变', choices=choices) if choices else None


ACT = register(
    Act(
        word='colleague',
        place=245,
        do=lambda posted: pass_to_colleague(**posted.frame, colleague=posted['colleague'], reason=posted['reason']),
        afterwards=lambda case: f'已转交{case.claimed_by_name}。',
        offer=_offer,
        fields=[COLLEAGUE, WHY],
        mutation='pass_to_colleague',
        does='Hand a claimed case over to a colleague (转交同事).',
        folded=True,
    )
)
