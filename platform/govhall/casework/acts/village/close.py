"""Closing a public service at the village (直办): the result is handed over at once."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.registry import Act, Button, register
from govhall.casework.acts.deliver import hand_over_result
from govhall.casework.acts.village.point import matter_name, may_close, place_of
from govhall.casework.asked import UNTIL
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.services.completeness import require_papers
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.decision_clock import start_decision_clock
from govhall.casework.services.related_cases import result_term_of
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.errors import Refused
from govhall.materials.ways import require_none_awaited
from tenants.access import Actor
from tenants.roles import Role

# A village is no organ (§22-24): the grant lists what it closes.
CLOSE_IN_VILLAGE = transition(
    Transition(
        name='close_in_village',
        course='村（社区）直办，当场办结',
        states=frozenset({State.RECEIVED}),
        to=State.APPROVED,
        roles=frozenset({Role.AGENT}),
        power=Power.DECIDE,
        clock='end',
        by_letter=False,
        detail=lambda data: str(data.get('place') or ''),
    )
)


class VillageDecidesNothing(Refused):
    """The matter is none that a village closes: it is no public service, or no grant in force lists it as 直办."""

    code = 'VILLAGE_DECIDES_NOTHING'
    sentence = '{matter}不能由村（社区）办结，请送大厅办理；村里可以代办或协办。'


def close_in_village(
    *, uid: UUID, version: int, actor: Actor, valid_until: date | None = None, at: datetime | None = None
) -> Case:
    """Close a public service at the village and hand the result over at once (直办); needs no line to any other hall.

    Raises NotAtThisPoint, VillageDecidesNothing, PapersMissing, TermMissing and its kin, NoGrant, and what the frame
    raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, place = change.case, place_of(change, actor)
        if not may_close(case, change.hall.code, at):
            raise VillageDecidesNothing(matter=matter_name(case))
        require_papers(case)
        require_none_awaited(case.papers)
        kept = result_term_of(case, at).checked(valid_until)
        reliance = change.perform(CLOSE_IN_VILLAGE, point=case.point, place=place)
        start_decision_clock(change, accepted_at=at)
        conclude(change, 'approved', reliance=reliance, valid_until=kept)
        case.on_the_spot = True
        hand_over_result(change)
        return case


def _offer(now: Situation) -> Button | None:
    if CLOSE_IN_VILLAGE not in now.allowed or now.missing or not may_close(now.case, now.hall.code, now.at):
        return None
    asks, more = now.asks_validity, {'validity': now.validity}
    return Button(ACT, '当场办结', '村里直办，结果当面交给申请人', asks=asks, more=more)


ACT = register(
    Act(
        word='village-close',
        place=20,
        do=lambda posted: close_in_village(**posted.frame, valid_until=posted['day']),
        afterwards=lambda case: '已在村里当场办结，结果已交给申请人。请申请人评价。',
        offer=_offer,
        fields=[UNTIL],
        mutation='close_in_village',
        does='Close a public service at the village (直办). VILLAGE_DECIDES_NOTHING.',
    )
)
