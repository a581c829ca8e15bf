"""Choosing the successor of a hall that was split for a case of which nobody can tell the village (选定承接大厅)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.succession import SuccessorChosen
from federation.directory.models import HallEntry
from federation.directory.selectors import entry, find
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON, TO
from govhall.casework.models import Case
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.transitions import HANDLING, NotYourRole
from govhall.casework.sentences import hall_name
from govhall.casework.services.change import changing
from govhall.casework.services.home import heir_of
from govhall.casework.services.moves import NotCompetent
from govhall.casework.services.succession import pass_on, unfinished
from govhall.casework.situation import Situation
from govhall.catalogue.selectors import may_take
from govhall.kernel.errors import Refused
from tenants.access import Actor

CHOOSERS = HANDLING


class NotSplit(Refused):
    """Only a hall that was split chooses who goes on with its cases."""

    code = 'NOT_SPLIT'
    status = 409
    sentence = '本大厅没有按村拆分，不用选承接大厅。'


class NoHeir(Refused):
    """The chosen hall serves none of the villages."""

    code = 'NO_HEIR'
    sentence = '{hall}没有承接原大厅的村，请从名单里选。'


class SuccessorKnown(Refused):
    """The case has gone to its successor already."""

    code = 'SUCCESSOR_KNOWN'
    status = 409
    sentence = '这件事已由{hall}承接，不用再选。'


def choose_successor(
    *, uid: UUID, version: int, actor: Actor, to: str, reason: str, at: datetime | None = None
) -> Case:
    """Let this successor go on with a case; number, receipt and every limit stay, and the halls on its road learn it.

    Raises NotYourRole, ReasonMissing, NotSplit, NoHeir, SuccessorKnown, NotCompetent.
    """
    if not actor.roles & CHOOSERS:
        raise NotYourRole
    at, why = at or timezone.now(), stated(reason)
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, closed = change.case, find(change.hall.code)
        if closed is None or not _is_split(closed):
            raise NotSplit
        if to not in closed.heirs:
            raise NoHeir(field='to', hall=hall_name(to))
        if known := heir_of(case, closed):
            raise SuccessorKnown(hall=hall_name(known))
        if not case.outcome_data and not _takes(case, to, at):
            raise NotCompetent(field='to', hall=entry(to).short_name)
        told = [hall for hall in case.neighbours if hall != to]
        pass_on(change, to, reason=why)
        for hall in told:
            change.send(hall, SuccessorChosen(closed=closed.code, successor=to))
        return case


def _is_split(closed: HallEntry) -> bool:
    return bool(closed.valid_to and closed.villages)


def _takes(case: Case, hall: str, at: datetime) -> bool:
    return may_take(case.matter, hall, at, received=case.received_at, facts=case.facts)


def _offer(now: Situation) -> Button | None:
    if now.hall.closed_on is None or not now.actor.roles & CHOOSERS:
        return None
    closed = find(now.hall.code)
    if closed is None or not _is_split(closed) or not unfinished(closed.heirs).filter(uid=now.case.uid).exists():
        return None
    halls = [hall for hall in map(entry, closed.heirs) if now.case.outcome_data or _takes(now.case, hall.code, now.at)]
    leads = '这件事的编号、收件时间和时限都不变，申请人查进度能看到'
    return Button(ACT, '选定承接大厅', leads, choices=now.choices(halls)) if halls else None


ACT = register(
    Act(
        word='successor',
        place=5,
        do=lambda posted: choose_successor(**posted.frame, to=posted['to'], reason=posted['reason']),
        afterwards=lambda case: f'已转给{hall_name(case.neighbours[-1])}承接，编号和时限不变。',
        offer=_offer,
        fields=[TO, REASON],
        mutation='choose_successor',
        does='Choose which successor of a split hall goes on with the case, where nobody can tell its village.',
        onward=True,
    )
)
