"""Where is it done: for an area, a matter and an applicant, who receives, reviews and decides, and why (domain 5.3)."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from federation.contracts.catalogue import Condition, WhoMayApply
from federation.directory.models import HallEntry
from federation.directory.selectors import entry
from govhall.catalogue.authority import grants_in_force
from govhall.catalogue.conditions import ConditionVerdict, Facts, judge, say
from govhall.catalogue.jurisdiction import hall_for
from govhall.catalogue.models import Matter
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.routing import RouteKind, route
from govhall.catalogue.rules import Mode, Power, VillageKind
from govhall.catalogue.selectors import village_kind
from govhall.forms.eligibility import kind_refused
from govhall.forms.facts import OBJECT

MOST_STEPS = 6
VILLAGE_WORDS = {
    VillageKind.DIRECT: '村（社区）当场办理。',
    VillageKind.CARRY: '村（社区）可以代办：帮您把材料送到乡镇，乡镇收件后才起算时限。',
    VillageKind.ASSIST: '村（社区）协办：核实情况、签署意见，不作决定。',
    VillageKind.INFORM: '村（社区）公开告知，随时可以查询。',
}


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A hall on the way; `duties` say what it does (收件, 受理审核, 决定), `why` on what that rests."""

    hall: str
    name: str
    duties: str
    why: str


@dataclass(frozen=True, slots=True)
class RouteExplanation:
    """The way of an application. `decided_by` is empty if nobody is known to decide.

    `village` says what the village does, `conditional` what would change under which condition, `warnings` what
    stands against the application.
    """

    steps: list[RouteStep]
    received_at: str
    reviewed_at: list[str]
    decided_by: str
    in_name_of: str
    village: str
    conditional: list[str]
    warnings: list[str]


def explain_route(*, matter: str, area: str, at: datetime, facts: Facts) -> RouteExplanation:
    """Who receives, reviews and decides an application of this area. Raises UnknownMatter, NobodyThere, BadFact.

    The place is that of the object (house, farm, business), not of the window where somebody asks.
    """
    found = Matter.objects.filter(code=matter, valid_from__lte=at).exclude(valid_to__lte=at).first()
    if found is None:
        raise UnknownMatter(field='matter', matter=matter)
    facts = {**facts, 'area': area, OBJECT: area}
    start = hall_for(area)
    steps = _steps(matter, start, at, facts)
    decider = steps[-1].hall if '决定' in steps[-1].duties else ''
    return RouteExplanation(
        steps=steps,
        received_at=next((step.name for step in steps if '收件' in step.duties), ''),
        reviewed_at=[step.name for step in steps if '审核' in step.duties],
        decided_by=steps[-1].name if decider else '',
        in_name_of=_in_name_of(matter, decider, at, facts) if decider else '',
        village=_village(matter, start, at) if area[9:] != '000' else '',
        conditional=_conditional(matter, {start.code, *(step.hall for step in steps)}, at, facts),
        warnings=_warnings(found, facts),
    )


def _steps(matter: str, start: HallEntry, at: datetime, facts: Facts) -> list[RouteStep]:
    steps: list[RouteStep] = []
    hall: str | None = start.code
    while hall is not None and len(steps) < MOST_STEPS:
        way = route(matter=matter, hall=hall, at=at, facts=facts)
        if way.kind is RouteKind.HERE:
            duties = '收件、受理、决定' if not steps else '受理、决定'
        elif Power.REVIEW in way.powers:
            duties = '收件、受理审核' if not steps else '受理审核'
        else:
            duties = '收件' if Power.RECEIVE in way.powers else '只能代办'
        steps.append(RouteStep(hall, entry(hall).name, duties, way.reason))
        hall = way.next_hall
    if steps[0].duties == '只能代办' and len(steps) > 1:
        # Who only carries does not receive: the clock starts at the next hall.
        second = steps[1]
        steps[1] = RouteStep(second.hall, second.name, f'收件、{second.duties}', second.why)
    return steps


def _in_name_of(matter: str, hall: str, at: datetime, facts: Facts) -> str:
    grants = grants_in_force(at).filter(matter_code=matter, hall_code=hall)
    for grant in sorted(grants, key=lambda one: list(Mode).index(Mode(one.mode))):
        met = judge(msgspec.convert(grant.conditions, list[Condition]), facts) is ConditionVerdict.MET
        if met and Power.DECIDE in Mode(grant.mode).powers:
            return grant.organ_code
    return ''


def _village(matter: str, hall: HallEntry, at: datetime) -> str:
    kind = village_kind(matter, hall.code, at)
    return VILLAGE_WORDS[kind] if kind else '没有列入村级办理清单：村（社区）只能代办，乡镇或上级收件后才起算时限。'


def _conditional(matter: str, halls: set[str], at: datetime, facts: Facts) -> list[str]:
    said = []
    for grant in grants_in_force(at).filter(matter_code=matter, hall_code__in=halls).exclude(conditions=[]):
        conditions = msgspec.convert(grant.conditions, list[Condition])
        verdict = {
            ConditionVerdict.MET: '符合',
            ConditionVerdict.UNMET: '不符合',
            ConditionVerdict.UNKNOWN: '还没有填写，不能按此办理',
        }[judge(conditions, facts)]
        power = '决定' if Power.DECIDE in Mode(grant.mode).powers else '受理'
        said.append(f'{say(conditions)}的，由{entry(grant.hall_code).name}{power}（{verdict}）。')
    return said


def _warnings(matter: Matter, facts: Facts) -> list[str]:
    who = msgspec.convert(matter.who, WhoMayApply) if matter.who else None
    why = kind_refused(who, matter.applicants, kind=facts.get('applicant', ''))
    return [why] if why else []
