"""What a merger would mean, hall by hall, and what forbids it. Reads only."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from federation.outbox.models import OutboxRow
from govhall.applications.models import OnlineApplication
from govhall.applications.services.succession import heir_of_application
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.models import Case
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.selectors import matter_names
from govhall.casework.services.home import heir_of
from govhall.casework.services.succession import unfinished
from govhall.catalogue.models import Grant
from govhall.catalogue.selectors import may_take
from govhall.operations.mergers.faults import faults
from govhall.operations.mergers.plan import MergerPlan, closing_entry, points_to_move
from tenants.context import hall_context
from tenants.models import Hall, Membership

Step = Callable[[str], None]
WORDS = {Custody.HELD: '承办', Custody.IN_TRANSIT: '在途', Custody.WATCHING: '跟办'}


@dataclass
class HallPreview:
    """One old hall. `lacking` are matters with open cases that their successor may not take, and how many each.

    `shares` are the unfinished cases by the successor that they go to; empty: those for which a person must choose.
    """

    code: str
    name: str
    cases: dict[Custody, int]
    shares: dict[str, int]
    to_deliver: int
    lacking: dict[tuple[str, str], int]
    ending_grants: list[str]
    needed_grants: list[str]
    moving_points: list[str]
    moving_people: list[str]
    leaving_people: list[str]
    unsent: int
    blocks: list[str] = field(default_factory=list)


@dataclass
class MergerPreview:
    """The whole merger; it may be applied if, and only if, nothing blocks."""

    plan: MergerPlan
    halls: list[HallPreview]
    faults: list[str]

    @property
    def blocks(self) -> list[str]:
        """All that forbids it, as sentences."""
        return [*self.faults, *(block for hall in self.halls for block in hall.blocks)]


def preview(plan: MergerPlan, *, now: datetime | None = None, step: Step = lambda hall: None) -> MergerPreview:
    """Look at every old hall as it is now; `step` is called with the name of each when it is done."""
    now = now or timezone.now()
    at = max(now, beginning(plan.effective))
    found = []
    for hall in Hall.objects.filter(code__in=plan.closed).order_by('code'):
        found.append(_look_at(plan, hall, at))
        step(hall.name)
    return MergerPreview(plan, found, faults(plan, today=timezone.localdate(now)))


def beginning(day: date) -> datetime:
    """The first moment of a day in China."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _look_at(plan: MergerPlan, hall: Hall, at: datetime) -> HallPreview:
    with hall_context(hall):
        held = list(Case.objects.filter(outcome_data__isnull=True))
        heirs = _heirs(plan, hall)
        lacking = _lacking(plan, hall, heirs, at)
        to_deliver = Case.objects.filter(delivered_at__isnull=True, state__in=TO_DELIVER, origin=hall.code).count()
        blocks = _money(hall)
    ending = _matters_of(hall.code, at)
    there = {matter for heir in plan.heirs for matter in _matters_of(heir, at)}
    moving = {person.username for person in plan.people}
    here = set(_people_of(hall, at))
    blocks += [_no_grant(hall, plan, *key, count) for key, count in sorted(lacking.items())]
    return HallPreview(
        code=hall.code,
        name=hall.name,
        cases={custody: sum(case.custody == custody for case in held) for custody in Custody},
        shares=dict(Counter(heir for _, heir in heirs)) if plan.villages else {},
        to_deliver=to_deliver,
        lacking=dict(lacking),
        ending_grants=ending,
        needed_grants=sorted(set(ending) - there),
        moving_points=[_say_point(plan, point.name, to) for point, to, _ in points_to_move(plan, hall)],
        moving_people=sorted(here & moving),
        leaving_people=sorted(here - moving),
        unsent=OutboxRow.objects.filter(sender=hall.code).count(),
        blocks=blocks,
    )


def _heirs(plan: MergerPlan, hall: Hall) -> list[tuple[Case, str]]:
    """What is not finished, each with its successor, or nothing where a person must choose it."""
    closed = closing_entry(plan, hall)
    return [(case, heir_of(case, closed)) for case in unfinished(plan.heirs)]  # not what an earlier run passed on


def _lacking(plan: MergerPlan, hall: Hall, heirs: list[tuple[Case, str]], at: datetime) -> Counter[tuple[str, str]]:
    """Matters (with the successor) that the successor may not take, and how many wait; of all where none is known."""
    closed, found = closing_entry(plan, hall), Counter[tuple[str, str]]()
    for case, heir in heirs:
        if not case.outcome_data and not any(_takes(code, case, at) for code in ([heir] if heir else plan.heirs)):
            found[heir or plan.successor, case.matter] += 1
    for application in OnlineApplication.objects.filter(state=State.SUBMITTED, passed_to=''):
        heir = heir_of_application(application, closed)
        if not may_take(application.matter, heir, at):
            found[heir, application.matter] += 1
    return found


def _say_point(plan: MergerPlan, name: str, to: str) -> str:
    return f'{name} → {to}' if plan.villages else name


def _takes(successor: str, case: Case, at: datetime) -> bool:
    return may_take(case.matter, successor, at, received=case.received_at, facts=case.facts)


def _matters_of(hall: str, at: datetime) -> list[str]:
    return sorted(set(Grant.objects.live(at).filter(hall_code=hall).values_list('matter_code', flat=True)))


def _people_of(hall: Hall, at: datetime) -> list[str]:
    return list(Membership.objects.live(at).filter(hall=hall).values_list('person__username', flat=True))


def _no_grant(hall: Hall, plan: MergerPlan, heir: str, matter: str, count: int) -> str:
    name = matter_names([matter]).get(matter, matter)
    which = f' {heir} ' if plan.villages else ''
    return (
        f'{hall.name}有 {count} 件未办结的「{name}」（{matter}），承接大厅{which}没有这一事项的权力，请先办理赋权或委托'
    )


def _money(hall: Hall) -> list[str]:
    """Money is asked for in the name of a hall that still exists: settled or taken back before it is closed."""
    orders = PaymentOrder.objects.filter(paid_at__isnull=True, void_at__isnull=True).count()
    waiting = CaseFee.objects.filter(Q(order__isnull=True), cancelled_at__isnull=True, amount__gt=0).count()
    found = [f'{hall.name}有 {orders} 张缴款单没有缴清，请先收款或作废'] if orders else []
    return [*found, f'{hall.name}有 {waiting} 笔已核定的收费没有开单，请先开单收款或撤销核定'] if waiting else found
