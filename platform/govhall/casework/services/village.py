"""What a village point does with a case of its own: 直办 closes a public service, 协办 records what it found.

A village committee is no organ and can be given no power of one (行政许可法 §22-24): it decides no licence. What it
closes is a public service (公共服务) that a grant in force lists as 直办, in the name of the organ of that grant.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Opinion
from govhall.casework.models import Case
from govhall.casework.rules.states import Act
from govhall.casework.services.acceptance import ReasonMissing, require_papers
from govhall.casework.services.change import Change, changing
from govhall.casework.services.conclusion import conclude
from govhall.casework.services.decision import validity_of
from govhall.casework.services.delivery import hand_over_result
from govhall.casework.services.lapse import start_decision_clock
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.rules import PUBLIC_SERVICE, VillageKind
from govhall.kernel.chain import text_digest
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.models import Point


class NotAtThisPoint(Refused):
    """The papers were not handed in at the agent's village point."""

    code = 'NOT_AT_THIS_POINT'
    sentence = '这件事不是在本村点收的，请交给大厅办理。'


class VillageDecidesNothing(Refused):
    """The matter is none that a village closes: it is no public service, or no grant in force lists it as 直办."""

    code = 'VILLAGE_DECIDES_NOTHING'
    sentence = '{matter}不能由村（社区）办结，请送大厅办理；村里可以代办或协办。'


class NotAssisted(Refused):
    """The grant does not list the matter as 协办."""

    code = 'NOT_ASSISTED'
    sentence = '{matter}没有列为村（社区）协办事项，不用签协办意见。'


def may_close(case: Case, hall: str, at: datetime) -> bool:
    """Whether a village point may close this case at this moment (直办)."""
    info = catalogue.matter(case.matter, version=case.matter_version)
    listed = catalogue.village_kind(case.matter, hall, at) is VillageKind.DIRECT
    # The type is asked beside the list: no grant, however it came, makes a village decide a licence.
    return bool(case.point) and listed and info.task_type == PUBLIC_SERVICE


def may_assist(case: Case, hall: str, at: datetime) -> bool:
    """Whether a village point may record its help with this case (协办)."""
    return bool(case.point) and catalogue.village_kind(case.matter, hall, at) is VillageKind.ASSIST


def close_in_village(
    *, uid: UUID, version: int, actor: Actor, valid_until: date | None = None, at: datetime | None = None
) -> Case:
    """Close a public service at the village and hand the result over at once (直办); needs no line to any other hall.

    Raises NotAtThisPoint, VillageDecidesNothing, PapersMissing, TermMissing and its kin, NoGrant, and what the frame
    raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, place = change.case, _place(change, actor)
        if not may_close(case, change.hall.code, at):
            raise VillageDecidesNothing(matter=_name(case))
        require_papers(case)
        kept = validity_of(case, at).checked(valid_until)
        reliance = change.perform(Act.CLOSE_IN_VILLAGE, point=case.point, place=place)
        start_decision_clock(change, accepted_at=at)
        conclude(change, 'approved', reliance=reliance, valid_until=kept)
        case.on_the_spot = True
        hand_over_result(change)
        return case


def assist_in_village(*, uid: UUID, version: int, actor: Actor, opinion: str, at: datetime | None = None) -> Case:
    """Record what the village has checked or helped with (协办): who, at which point, when, and in which words.

    The words stand with the opinions and travel upward with the case; nothing is decided by them.
    Raises ReasonMissing, NotAtThisPoint, NotAssisted, NoGrant, and what the frame raises.
    """
    at = at or timezone.now()
    said = opinion.strip()
    if not said:
        raise ReasonMissing(field='opinion')
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, place = change.case, _place(change, actor)
        if not may_assist(case, change.hall.code, at):
            raise NotAssisted(matter=_name(case))
        # As with a review: the words may name people, so they are sealed, and the event proves which they were.
        change.perform(Act.ASSIST_IN_VILLAGE, point=case.point, place=place, opinion_sha256=text_digest(said))
        given = Opinion(hall=change.hall.code, by=f'{actor.name}（{place}协办）', at=at, text=said, assists=True)
        case.opinions_data = plain([*case.opinions, given])
        return case


def _place(change: Change, actor: Actor) -> str:
    """The name of the point of the case, which is the agent's own. Raises NotAtThisPoint."""
    code = change.case.point
    if not code or (actor.own_points and code not in actor.own_points):
        raise NotAtThisPoint
    found = Point.objects.filter(hall=change.hall, code=code).first()
    if found is None:
        raise NotAtThisPoint
    return found.name


def _name(case: Case) -> str:
    return catalogue.matter(case.matter, version=case.matter_version).short_name
