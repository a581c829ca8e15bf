"""The plan of a merger as a file, and what in it can be wrong without looking at a single case."""

from datetime import date
from pathlib import Path

import msgspec
from django.db.models import Q

from federation.contracts.directory import HallEntered
from federation.directory.selectors import find
from govhall.doors.lists import UnreadableList, content_of, read_as
from govhall.kernel.errors import Refused
from tenants.models import Area, Hall, Person, Point
from tenants.roles import Role


class UnreadablePlan(Refused):
    """The file is no plan of a merger."""

    code = 'UNREADABLE_PLAN'
    sentence = '撤并方案无法读取：{why}。请更正后重试。'


class PersonMoves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who works at the successor from now on, in these roles, otherwise in those held before."""

    username: str
    roles: list[Role] | None = None
    department: str | None = None
    point: str | None = None


class PointMoves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A village point that goes on under the successor; `new_code` if the village's division code changes."""

    hall: str
    code: str
    new_code: str = ''


class AreaCloses(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A division code that ends on the day, and the codes that follow it."""

    code: str
    successors: list[str]


class AreaOpens(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A division code that begins on the day."""

    code: str
    name: str
    level: str
    parent: str


class MergerPlan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which halls are closed on the `effective` day by which document, and which one stands for them afterwards.

    `new_hall` is the successor's entry for the directory if it does not exist yet. Without `points` every active point
    of the closed halls moves; who is not in `people` has no work at the successor.
    """

    document: str
    effective: date
    successor: str
    closed: list[str]
    new_hall: HallEntered | None = None
    points: list[PointMoves] | None = None
    people: list[PersonMoves] = []
    areas_closed: list[AreaCloses] = []
    areas_opened: list[AreaOpens] = []


def read_plan(path: Path) -> MergerPlan:
    """The plan in a file. Raises UnreadablePlan."""
    try:
        plan = read_as(MergerPlan, content_of(path))
    except UnreadableList as error:
        raise UnreadablePlan(why=error.why) from error
    if not plan.document.strip() or len(plan.document) > 100 or not plan.closed:
        raise UnreadablePlan(why='批复文号（不超过一百字）和撤销的大厅必须写明')
    if len(set(plan.closed)) < len(plan.closed) or plan.successor in plan.closed:
        raise UnreadablePlan(why='同一大厅写了两次，或既撤销又承接')
    if plan.new_hall is not None and plan.new_hall.code != plan.successor:
        raise UnreadablePlan(why='新设大厅的代码应与承接大厅一致')
    return plan


def faults(plan: MergerPlan, *, today: date) -> list[str]:
    """What keeps the plan from being applied, as sentences; empty if nothing in it is wrong."""
    found = [f'今天还没有到生效日期 {plan.effective}'] if today < plan.effective else []
    return [*found, *_faulty_halls(plan), *_faulty_areas(plan), *_faulty_points(plan), *_faulty_people(plan)]


def points_to_move(plan: MergerPlan, hall: Hall) -> list[tuple[Point, str]]:
    """The points of a closed hall that go on, each with its code under the successor, those that went on left out."""
    active = {point.code: point for point in Point.objects.filter(hall=hall, active=True)}
    if plan.points is None:
        return [(point, code) for code, point in active.items()]
    wanted = [place for place in plan.points if place.hall == hall.code and place.code in active]
    return [(active[place.code], place.new_code or place.code) for place in wanted]


def _faulty_halls(plan: MergerPlan) -> list[str]:
    local = set(Hall.objects.filter(code__in=plan.closed).values_list('code', flat=True))
    found = [f'本节点没有要撤销的大厅 {code}' for code in plan.closed if code not in local]
    for code in plan.closed:
        entry = find(code)
        if (
            entry is not None
            and entry.valid_to
            and (entry.valid_to, entry.successor)
            != (
                plan.effective,
                plan.successor,
            )
        ):
            found.append(f'{entry.name}已经按另一方案撤销')
    successor = find(plan.successor)
    if successor is not None and successor.valid_to:
        found.append(f'承接大厅 {plan.successor} 本身已撤销')
    if plan.new_hall is None and not Hall.objects.filter(code=plan.successor).exists():
        found.append(f'本节点没有承接大厅 {plan.successor}，请在方案中写明新设大厅，或先建立')
    return found


def _faulty_areas(plan: MergerPlan) -> list[str]:
    rows = Area.objects.filter(code__in=[area.code for area in plan.areas_closed], valid_from__lt=plan.effective)
    known = set(rows.filter(Q(valid_to__isnull=True) | Q(valid_to=plan.effective)).values_list('code', flat=True))
    return [f'区划 {area.code} 在生效日期没有可以撤销的记录' for area in plan.areas_closed if area.code not in known]


def _faulty_points(plan: MergerPlan) -> list[str]:
    known = set(Point.objects.filter(hall__code__in=plan.closed).values_list('hall__code', 'code'))
    return [
        f'大厅 {point.hall} 没有村点 {point.code}'
        for point in plan.points or []
        if (point.hall, point.code) not in known
    ]


def _faulty_people(plan: MergerPlan) -> list[str]:
    wanted = [person.username for person in plan.people]
    placed = Person.objects.filter(memberships__hall__code__in=plan.closed, username__in=wanted)
    known = set(placed.values_list('username', flat=True))
    return [f'{name} 没有在要撤销的大厅工作过' for name in wanted if name not in known]
