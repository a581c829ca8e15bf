"""Leave, duty, changes of window people and trainings, as GraphQL: to who sees the pages."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import graphene

from govhall.api.access import actor_of, hall_here
from govhall.api.parts import listed, words
from govhall.attendance.models import Leave, Shift, Trained, Training, WindowChange
from govhall.attendance.readers import READERS
from govhall.look.pages import Keyset

PAGE = 50
AFTER = graphene.String(description='`endCursor` of the page before.')
END = graphene.String(description='`after` of the next page; null on the last one.')
BY_FIRST_DAY = Keyset({'first_day': date, 'id': int}, size=PAGE, descending=True)
BY_EFFECT = Keyset({'effective_on': date, 'id': int}, size=PAGE, descending=True)
BY_DAY = Keyset({'day': date, 'id': UUID}, size=PAGE, descending=True)


class LeaveRow(graphene.ObjectType):
    """Days on which somebody is away (请假), and who stands in (B岗)."""

    class Meta:
        name = 'Leave'

    id = graphene.Int(required=True, description='Number of the leave.')
    person_id = graphene.Int(required=True, description='Id of the person.')
    person_name = words('The name.')
    department = words('Code of the department that sent them, or empty.')
    kind = words('annual, sick, personal, errand, training or absent.')
    first_day = graphene.Date(required=True, description='First day away.')
    last_day = graphene.Date(required=True, description='Last day away, as noted.')
    back_on = graphene.Date(description='Came back before the last day; the first day: never left.')
    substitute_id = graphene.Int(description='Id of who stands in; null for absence.')
    substitute_name = words('Name of who stands in, or empty.')


class ShiftRow(graphene.ObjectType):
    """Days on which somebody leads (领导带班)."""

    class Meta:
        name = 'Shift'

    id = graphene.Int(required=True, description='Number of the shift.')
    department = words('Code of the department; empty: the centre.')
    person_id = graphene.Int(required=True, description='Id of the person.')
    person_name = words('The name.')
    first_day = graphene.Date(required=True, description='First day.')
    last_day = graphene.Date(required=True, description='Last day.')


class WindowChangeRow(graphene.ObjectType):
    """Somebody leaves a window on a day and somebody comes (更换窗口人员)."""

    class Meta:
        name = 'WindowChange'

    id = graphene.Int(required=True, description='Number of the change.')
    department = words('Code of the department.')
    person_id = graphene.Int(required=True, description='Id of who leaves.')
    person_name = words('Name of who leaves.')
    successor_id = graphene.Int(required=True, description='Id of who comes.')
    successor_name = words('Name of who comes.')
    notice_number = words('Number of the written notice.')
    notice_on = graphene.Date(required=True, description='Day of the notice.')
    effective_on = graphene.Date(required=True, description='Day of the change.')
    called_off_on = graphene.Date(description='When it was taken back.')


class TrainingRow(graphene.ObjectType):
    """A training or an exchange meeting (业务培训、业务交流会、审批联络员培训)."""

    class Meta:
        name = 'Training'

    id = graphene.UUID(required=True, description='Id of the training.')
    kind = words('business, exchange or liaison.')
    round = graphene.Int(required=True, description='The so many-th of its kind in the year.')
    day = graphene.Date(required=True, description='The day.')
    subject = words('What it is about.')
    came = graphene.Int(required=True, description='How many came.')


class LeavePage(graphene.ObjectType):
    """A page of leave."""

    leave = listed(LeaveRow, f'At most {PAGE}, the newest first.')
    end_cursor = END


class ShiftPage(graphene.ObjectType):
    """A page of the roster."""

    shifts = listed(ShiftRow, f'At most {PAGE}, the newest first.')
    end_cursor = END


class WindowChangePage(graphene.ObjectType):
    """A page of changes."""

    changes = listed(WindowChangeRow, f'At most {PAGE}, the newest first.')
    end_cursor = END


class TrainingPage(graphene.ObjectType):
    """A page of trainings."""

    trainings = listed(TrainingRow, f'At most {PAGE}, the newest first.')
    end_cursor = END


class AttendanceQueries(graphene.ObjectType):
    """Who is away, who leads, who changes, who was trained; one page costs the same however many there are."""

    leave = graphene.Field(LeavePage, after=AFTER, description='Leave of this hall. Errors: NOT_YOUR_ROLE.')
    shifts = graphene.Field(ShiftPage, after=AFTER, description='The roster of this hall. Errors: NOT_YOUR_ROLE.')
    window_changes = graphene.Field(
        WindowChangePage, after=AFTER, description='Changes of window people here. Errors: NOT_YOUR_ROLE.'
    )
    trainings = graphene.Field(TrainingPage, after=AFTER, description='Trainings of this hall. Errors: NOT_YOUR_ROLE.')

    @staticmethod
    def resolve_leave(root: object, info: graphene.ResolveInfo, after: str = '') -> dict[str, Any]:
        """As the page 请假."""
        return _page(info, Leave, BY_FIRST_DAY, after, 'leave')

    @staticmethod
    def resolve_shifts(root: object, info: graphene.ResolveInfo, after: str = '') -> dict[str, Any]:
        """As the page 领导带班."""
        return _page(info, Shift, BY_FIRST_DAY, after, 'shifts')

    @staticmethod
    def resolve_window_changes(root: object, info: graphene.ResolveInfo, after: str = '') -> dict[str, Any]:
        """As the page 更换人员."""
        return _page(info, WindowChange, BY_EFFECT, after, 'changes')

    @staticmethod
    def resolve_trainings(root: object, info: graphene.ResolveInfo, after: str = '') -> dict[str, Any]:
        """As the page 培训."""
        found = _page(info, Training, BY_DAY, after, 'trainings')
        keys = [row.pk for row in found['trainings']]
        counts = Counter(Trained.objects.filter(training_id__in=keys).values_list('training_id', flat=True))
        for row in found['trainings']:
            row.came = counts[row.pk]
        return found


def _page(info: graphene.ResolveInfo, model: Any, order: Keyset, after: str, name: str) -> dict[str, Any]:
    actor_of(info, READERS)
    page = order.page(model.objects.filter(hall_code=hall_here(info).code), after)
    return {name: page.rows, 'end_cursor': page.after or None}
