"""What in a plan can be wrong without looking at a single case."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from federation.directory.selectors import find
from govhall.casework.rules.transitions import HANDLING
from govhall.operations.mergers.plan import MergerPlan
from tenants.models import Area, Hall, Membership, Person, Point


def faults(plan: MergerPlan, *, today: date) -> list[str]:
    """What keeps the plan from being applied, as sentences; empty if nothing in it is wrong."""
    found = [f'今天还没有到生效日期 {plan.effective}'] if today < plan.effective else []
    found += [*_faulty_halls(plan), *_faulty_areas(plan), *_faulty_points(plan), *_faulty_people(plan)]
    return [*found, *_faulty_villages(plan)] if plan.villages else found


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
    founded = {hall.code for hall in plan.founded}
    for code in plan.heirs:
        heir = find(code)
        if heir is not None and heir.valid_to:
            found.append(f'承接大厅 {code} 本身已撤销')
        if code not in founded and not Hall.objects.filter(code=code).exists():
            found.append(f'本节点没有承接大厅 {code}，请在方案中写明新设大厅，或先建立')
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


def _faulty_villages(plan: MergerPlan) -> list[str]:
    """Every point goes with its village, and somebody is there who chooses where nobody can tell the village."""
    said, hall = {village.code for village in plan.villages}, plan.closed[0]
    points = Point.objects.filter(hall__code=hall, active=True).exclude(code__in=said).order_by('code')
    found = [f'村点 {point.name}（{point.code}）没有写明由哪个大厅承接' for point in points]
    keepers = Membership.objects.live(timezone.now()).filter(hall__code=hall, person__username__in=plan.keepers)
    able = {one.person_id for one in keepers if HANDLING & frozenset(one.roles)}
    return [*found, *([] if able else ['没有写明留守人员：看不出属于哪个村的件，要有经办人员来选承接大厅'])]
