"""What a closed hall leaves beside its cases, on its day: it goes on at a successor, or ends with the day and a reason.

`fates.py` says of every table what becomes of it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, Q

from govhall.attendance.models import Leave, Shift, Trained, Training, WindowChange
from govhall.catalogue.days import is_open
from govhall.catalogue.models import Authorisation, CentreItem, Section
from govhall.matter_editor.models import MatterDraft
from govhall.operations.mergers.plan import MergerPlan
from tenants.models import AccessToken, Hall, Membership

REASON = '大厅撤并'
DAY = timedelta(days=1)


def settle(plan: MergerPlan, hall: Hall, *, at: datetime) -> None:
    """Carry over or end what is left, before the people leave; the caller holds the hall alone."""
    reason = f'{REASON}：{plan.document}'
    keys = Q(revoked_at=None) | Q(revoked_at__gt=at)
    AccessToken.objects.filter(keys, hall=hall).update(revoked_at=at)
    letters = Authorisation.objects.filter(keys, Q(valid_to=None) | Q(valid_to__gt=at), hall_code=hall.code)
    letters.filter(valid_from__lte=at).update(revoked_at=at, revoke_reason=reason)
    letters.filter(valid_from__gt=at).update(revoked_at=F('valid_from'), revoke_reason=reason)
    day = plan.effective
    _close_days(CentreItem.objects.filter(hall_code=hall.code), ('entered_days', 'published_days'), day)
    _close_days(Section.objects.filter(hall_code=hall.code), ('entered_days',), day)
    MatterDraft.objects.filter(hall_code=hall.code).update(hall_code=plan.successor)
    changes = WindowChange.objects.filter(hall_code=hall.code, called_off_on=None, effective_on__gte=day)
    changes.update(called_off_on=day)
    Training.objects.filter(hall_code=hall.code, day__gte=day).exclude(
        pk__in=Trained.objects.filter(hall_code=hall.code).values('training_id')
    ).delete()
    _end_shifts(hall, day)
    _carry_leave(plan, hall, day)


def _close_days(rows: Iterable[CentreItem | Section], columns: tuple[str, ...], day: date) -> None:
    """Nothing is in a closed hall any more; a change that was still to come does not come."""
    for row in rows:
        for column in columns:
            kept = [one for one in getattr(row, column) if one < day]
            setattr(row, column, [*kept, day] if is_open(kept) else kept)
        row.save(update_fields=columns)


def _end_shifts(hall: Hall, day: date) -> None:
    """The closed hall has nobody to lead; its successors keep rosters of their own."""
    ahead = Shift.objects.filter(hall_code=hall.code, last_day__gte=day)
    ahead.filter(first_day__gte=day).delete()
    ahead.update(last_day=day - DAY)


def _carry_leave(plan: MergerPlan, hall: Hall, day: date) -> None:
    """Leave goes on where the person works from the day on, if who stands in works there too; else it ends."""
    places = _workplaces(plan, hall)
    for leave in Leave.objects.filter(hall_code=hall.code).during(day, date.max):
        to = places.get(leave.person_id, '')
        together = leave.substitute_id is None or places.get(leave.substitute_id) == to
        if to and together:
            _go_on(leave, to, max(day, leave.first_day))
        Leave.objects.filter(pk=leave.pk).update(back_on=max(day, leave.first_day))


def _go_on(leave: Leave, to: str, first: date) -> None:
    copied = {field.attname: getattr(leave, field.attname) for field in Leave._meta.concrete_fields}
    del copied['id']
    Leave.objects.create(**(copied | {'hall_code': to, 'first_day': first}))


def _workplaces(plan: MergerPlan, hall: Hall) -> dict[int, str]:
    people = Membership.objects.filter(hall=hall, person__username__in=[one.username for one in plan.people])
    return {number: plan.workplace(name) for number, name in people.values_list('person_id', 'person__username')}
