"""The plan of a merger or a split as a file, and what it says of each closed hall."""

from datetime import date
from pathlib import Path

import msgspec

from federation.contracts.directory import HallEntered, VillageGoes
from federation.directory.models import HallEntry
from govhall.doors.lists import UnreadableList, content_of, read_as
from govhall.kernel.errors import Refused
from tenants.models import Hall, Point
from tenants.roles import Role


class UnreadablePlan(Refused):
    """The file is no plan of a merger."""

    code = 'UNREADABLE_PLAN'
    sentence = '撤并方案无法读取：{why}。请更正后重试。'


class PersonMoves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who works at a successor (`to`; else the first) from now on, in these roles or those held before."""

    username: str
    to: str = ''
    roles: list[Role] | None = None
    department: str | None = None
    point: str | None = None


class PointMoves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A village point that goes on under the successor; `new_code` if the village's division code changes."""

    hall: str
    code: str
    new_code: str = ''


class VillageMoves(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A village of a hall that is split, and who serves it from the day on; its point goes with it.

    `name` is how addresses name it, without it that of its point; `new_code` if its division code changes.
    """

    code: str
    to: str
    name: str = ''
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

    With `villages` the one closed hall is split: each village goes to its own hall with its point (`new_halls` are
    those that do not exist yet), and `successor` takes what belongs to no village. The `keepers` go on working in the
    closed hall: they choose the successor of cases of which nobody can tell the village.
    """

    document: str
    effective: date
    successor: str
    closed: list[str]
    new_hall: HallEntered | None = None
    new_halls: list[HallEntered] = []
    villages: list[VillageMoves] = []
    keepers: list[str] = []
    points: list[PointMoves] | None = None
    people: list[PersonMoves] = []
    areas_closed: list[AreaCloses] = []
    areas_opened: list[AreaOpens] = []

    @property
    def heirs(self) -> list[str]:
        """The successors, the one that takes what belongs to no village first."""
        return list(dict.fromkeys([self.successor, *(village.to for village in self.villages)]))

    @property
    def founded(self) -> list[HallEntered]:
        """The entries of the successors that do not exist yet."""
        return [*([self.new_hall] if self.new_hall is not None else []), *self.new_halls]

    def person(self, username: str) -> PersonMoves | None:
        """Where somebody goes on working."""
        return next((person for person in self.people if person.username == username), None)

    def workplace(self, username: str) -> str:
        """The hall where somebody goes on working; empty for who has no work afterwards."""
        person = self.person(username)
        return (person.to or self.successor) if person is not None else ''


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
    _check_split(plan)
    return plan


def _check_split(plan: MergerPlan) -> None:
    """Raises UnreadablePlan for a split that contradicts itself."""
    if not plan.villages:
        if plan.keepers or plan.new_halls or any(person.to not in ('', plan.successor) for person in plan.people):
            raise UnreadablePlan(why='只有按村拆分（villages）才写留守人员、多个新设大厅和人员去向')
        return
    codes = [village.code for village in plan.villages]
    if len(plan.closed) != 1 or plan.points is not None or len(set(codes)) < len(codes):
        raise UnreadablePlan(why='按村拆分一次只拆一个大厅，每个村写一次，村点随村走，不另写 points')
    if plan.closed[0] in plan.heirs or any(person.to not in ('', *plan.heirs) for person in plan.people):
        raise UnreadablePlan(why='村和人员只能转到承接的大厅，不能留在被拆分的大厅')


def villages_going(plan: MergerPlan) -> list[VillageGoes]:
    """Where each village goes, as the directory tells it; a village is named as in the plan, else as its point is.

    Addresses say 甑子坝村, and the register of its point 甑子坝村民委员会.
    """
    names = dict(Point.objects.filter(hall__code__in=plan.closed).values_list('code', 'name'))
    return [
        VillageGoes(code=village.code, name=village.name or _spoken(names.get(village.code, '')), successor=village.to)
        for village in plan.villages
    ]


def _spoken(name: str) -> str:
    return name.removesuffix('居民委员会') if name.endswith('社区居民委员会') else name.removesuffix('民委员会')


def closing_entry(plan: MergerPlan, hall: Hall) -> HallEntry:
    """What the directory will say of a closed hall; not stored."""
    villages = msgspec.to_builtins(villages_going(plan))
    code, until, successor = hall.code, plan.effective, plan.successor
    return HallEntry(code=code, name=hall.name, valid_to=until, successor=successor, villages=villages)


def points_to_move(plan: MergerPlan, hall: Hall) -> list[tuple[Point, str, str]]:
    """The points of a closed hall that go on, each with its hall and its code there, those that went on left out."""
    active = {point.code: point for point in Point.objects.filter(hall=hall, active=True)}
    if plan.villages:
        going = [village for village in plan.villages if village.code in active]
        return [(active[village.code], village.to, village.new_code or village.code) for village in going]
    if plan.points is None:
        return [(point, plan.successor, code) for code, point in active.items()]
    wanted = [place for place in plan.points if place.hall == hall.code and place.code in active]
    return [(active[place.code], plan.successor, place.new_code or place.code) for place in wanted]
