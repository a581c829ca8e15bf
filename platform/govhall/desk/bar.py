"""What every desk page shares: the bar with its tasks and the state of the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from federation.directory.selectors import find
from federation.outbox.selectors import waiting_for
from govhall.applications.selectors import count_waiting
from govhall.archive.selectors import READERS as ARCHIVE_READERS
from govhall.billing.ledger import may_collect
from govhall.casework.filters import WorklistFilter
from govhall.casework.selectors import READERS, hall_names
from govhall.catalogue.departments import department_name
from govhall.desk.counting import counts
from govhall.documents.register_queries import READERS as REGISTER_READERS
from tenants.access import StaffRequest
from tenants.models import Hall
from tenants.roles import Role
from tenants.selectors import is_highest

CENTRES = ('county', 'city', 'province')  # whose administrators keep the calendar of the cell
OVERSEERS = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR})


class SeeOther(HttpResponseRedirect):
    """303: what was posted is stored, the page to look at is there."""

    status_code = 303


@dataclass(frozen=True, slots=True)
class Task:
    """One entry of the bar; `count` None shows none."""

    label: str
    href: str
    count: int | None
    active: bool


def desk(
    request: StaffRequest, active: str = '', *, number: Mapping[WorklistFilter, int] | None = None
) -> dict[str, Any]:
    """The context of a desk page: `tasks` that the person's roles have, the `line` upward, where the hall has `moved`.

    `number`: how many cases wait, where the page has counted them itself. `active` is counter, online, points, todo,
    deliver, search, fees, archive, register, figures, fee_month, holidays or audit.
    """
    roles, hall = request.actor.roles, request.hall
    found = _taking_in(roles)
    if roles & READERS:
        number = number or counts(
            hall.code, request.actor, (WorklistFilter.TODO, WorklistFilter.DELIVER, WorklistFilter.UNSIGNED)
        )
        found.append(('todo', '待办', reverse('worklist'), number[WorklistFilter.TODO]))
        found.append(
            (
                'deliver',
                '待送达',
                f'{reverse("worklist")}?show={WorklistFilter.DELIVER}',
                number[WorklistFilter.DELIVER],
            )
        )
        if number[WorklistFilter.UNSIGNED]:
            late = f'{reverse("worklist")}?show={WorklistFilter.UNSIGNED}'
            found.append(('unsigned', '监管超期未签收', late, number[WorklistFilter.UNSIGNED]))
        found.append(('search', '查询', reverse('search'), None))
    if may_collect(request.actor):
        found.append(('fees', '收费', reverse('fees'), None))
    if roles & ARCHIVE_READERS:
        found.append(('archive', '档案', reverse('archive'), None))
    if roles & REGISTER_READERS:
        found.append(('register', '文号登记', reverse('register'), None))
    found.append(('where', '在哪办', reverse('catalogue_where'), None))
    found += _overseen(roles, hall)
    return {
        'tasks': [Task(label, href, count, key == active) for key, label, href, count in found],
        'line': line(request),
        'sent_by': department_name(request.actor.department),
        'moved': hall_names([hall.successor_code]).get(hall.successor_code, ''),
    }


def _taking_in(roles: frozenset[Role]) -> list[tuple[str, str, str, int | None]]:
    """What those see who take papers in."""
    found: list[tuple[str, str, str, int | None]] = []
    if Role.CLERK in roles:
        found.append(('counter', '受理', reverse('counter'), None))
        found.append(('online', '网上申报', reverse('online'), count_waiting()))
    if Role.AGENT in roles:
        found.append(('points', '村点收件', reverse('points'), None))
    return found


def _overseen(roles: frozenset[Role], hall: Hall) -> list[tuple[str, str, str, int | None]]:
    """What those see who watch over others, and who keep the calendar."""
    found: list[tuple[str, str, str, int | None]] = []
    if roles & OVERSEERS:
        found.append(('figures', '统计', reverse('figures'), None))
        found.append(('fee_month', '收费月报', reverse('fee_month'), None))
        found.append(('catalogue', '目录与进驻', reverse('catalogue_board'), None))
    if Role.ADMINISTRATOR in roles and hall.kind in CENTRES and is_highest(hall):
        found.append(('holidays', '节假日', reverse('holidays'), None))
    if roles & {Role.ADMINISTRATOR, Role.SUPERVISOR}:
        found.append(('audit', '审计', reverse('audit'), None))
    return found


def line(request: StaffRequest) -> dict[str, Any] | None:
    """How the line upward is; None at the top, which has nobody to report to."""
    waiting = waiting_for(request.hall.code)
    above = find(request.hall.parent_code) if request.hall.parent_code else None
    if above is None:
        return None
    return {'waiting': waiting.count, 'oldest': waiting.oldest, 'is_up': waiting.line, 'upper': above.short_name}
