"""What a merger would mean, hall by hall, and what forbids it. Reads only."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from federation.outbox.models import OutboxRow
from govhall.applications.models import OnlineApplication
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.models import Case
from govhall.casework.rules.states import TO_DELIVER, Custody, State
from govhall.casework.selectors import matter_names
from govhall.casework.services.succession import unfinished
from govhall.catalogue.models import Grant
from govhall.catalogue.selectors import may_take
from govhall.operations.mergers.plan import MergerPlan, faults, points_to_move
from tenants.context import hall_context
from tenants.models import Hall, Membership

Step = Callable[[str], None]
WORDS = {Custody.HELD: '承办', Custody.IN_TRANSIT: '在途', Custody.WATCHING: '跟办'}


@dataclass
class HallPreview:
    """One old hall. `lacking` are matters with open cases that the successor may not take, and how many each."""

    code: str
    name: str
    cases: dict[Custody, int]
    to_deliver: int
    lacking: dict[str, int]
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
        ahead = unfinished(plan.successor).filter(outcome_data__isnull=True)  # not what an earlier run passed on
        lacking = Counter(case.matter for case in ahead if not _takes(plan.successor, case, at))
        waiting = OnlineApplication.objects.filter(state=State.SUBMITTED, passed_to='')
        lacking.update(
            application.matter for application in waiting if not may_take(application.matter, plan.successor, at)
        )
        to_deliver = Case.objects.filter(delivered_at__isnull=True, state__in=TO_DELIVER, origin=hall.code).count()
        blocks = _money(hall)
    ending = _matters_of(hall.code, at)
    moving = {person.username for person in plan.people}
    here = set(_people_of(hall, at))
    blocks += [_no_grant(hall, matter, count) for matter, count in sorted(lacking.items())]
    return HallPreview(
        code=hall.code,
        name=hall.name,
        cases={custody: sum(case.custody == custody for case in held) for custody in Custody},
        to_deliver=to_deliver,
        lacking=dict(lacking),
        ending_grants=ending,
        needed_grants=sorted(set(ending) - set(_matters_of(plan.successor, at))),
        moving_points=[point.name for point, _ in points_to_move(plan, hall)],
        moving_people=sorted(here & moving),
        leaving_people=sorted(here - moving),
        unsent=OutboxRow.objects.filter(sender=hall.code).count(),
        blocks=blocks,
    )


def _takes(successor: str, case: Case, at: datetime) -> bool:
    return may_take(case.matter, successor, at, received=case.received_at, facts=case.facts)


def _matters_of(hall: str, at: datetime) -> list[str]:
    return sorted(set(Grant.objects.live(at).filter(hall_code=hall).values_list('matter_code', flat=True)))


def _people_of(hall: Hall, at: datetime) -> list[str]:
    return list(Membership.objects.live(at).filter(hall=hall).values_list('person__username', flat=True))


def _no_grant(hall: Hall, matter: str, count: int) -> str:
    name = matter_names([matter]).get(matter, matter)
    return f'{hall.name}有 {count} 件未办结的「{name}」（{matter}），承接大厅没有这一事项的权力，请先办理赋权或委托'


def _money(hall: Hall) -> list[str]:
    """Money is asked for in the name of a hall that still exists: settled or taken back before it is closed."""
    orders = PaymentOrder.objects.filter(paid_at__isnull=True, void_at__isnull=True).count()
    waiting = CaseFee.objects.filter(Q(order__isnull=True), cancelled_at__isnull=True, amount__gt=0).count()
    found = [f'{hall.name}有 {orders} 张缴款单没有缴清，请先收款或作废'] if orders else []
    return [*found, f'{hall.name}有 {waiting} 笔已核定的收费没有开单，请先开单收款或撤销核定'] if waiting else found
