"""What is noted of items of a centre from a day on: published, handled there (进驻), and no longer."""

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallActDone
from govhall.catalogue.days import DaysOutOfOrder, changed
from govhall.catalogue.models import CentreItem, Department
from govhall.kernel.errors import Refused

ITEMS = Field(name='items', kind=FieldKind.CODES, label='事项', says='Codes of the items.', needed=True)


def day_field(label: str, says: str) -> Field:
    """The day of a change, which every act of the centre asks."""
    missing = f'请填写{label}，例如 2026-11-24，再登记。'
    return Field(
        name='since',
        kind=FieldKind.DAY,
        label=label,
        missing=missing,
        wrong=missing,
        says=says,
        needed=True,
        must=True,
    )


SINCE = day_field('从哪天起', 'Since which day.')
UNTIL = day_field('从哪天起不再', 'The first day on which it is no longer so.')


class NoItemChosen(Refused):
    """No item was ticked."""

    code = 'NO_ITEM_CHOSEN'
    sentence = '请先勾选事项，再登记。'


class NotThen(Refused):
    """An item can't enter twice, leave before it came, or come in when it is not published."""

    code = 'NOT_THEN'
    sentence = '事项 {item} {why}，请核对日期后重新登记。'


def locked_items(hall: str, codes: Collection[str]) -> list[CentreItem]:
    """Items of a hall, locked, inside a transaction. Raises NoItemChosen, and NotThen for an unknown one."""
    if not codes:
        raise NoItemChosen(field='items')
    found = list(CentreItem.objects.select_for_update().filter(hall_code=hall, code__in=codes))
    if len(found) != len(set(codes)):
        unknown = '、'.join(sorted(set(codes) - {one.code for one in found}))
        raise NotThen(field='items', item=unknown, why='不在清单中')
    return found


def mark(hall: str, codes: Collection[str], on: date, why: Callable[[CentreItem], str]) -> int:
    """Items come in or leave on a day, all or none; how many. `why` says why not. Raises NoItemChosen and NotThen."""
    with transaction.atomic():
        found = locked_items(hall, codes)
        for item in found:
            if reason := why(item):
                raise NotThen(field='items', item=item.name, why=reason)
            item.entered_days = after(item, item.entered_days, on)
        CentreItem.objects.bulk_update(found, ['entered_days'])
    return len(found)


def after(item: CentreItem, days: list[date], on: date) -> list[date]:
    """Days of an item with one change more. Raises NotThen with the last day, which the new one must follow."""
    try:
        return changed(days, on)
    except DaysOutOfOrder as refusal:
        last = days[-1]
        raise NotThen(
            field='since', item=item.name, why=f'上一次登记的日期是 {last:%Y-%m-%d}，新的日期要比它晚'
        ) from refusal


def marked(hall: str, codes: Collection[str], said: str) -> HallActDone:
    """What is said, and the departments of the items for the audit."""
    items = CentreItem.objects.filter(hall_code=hall, code__in=codes)
    departments = sorted(set(items.values_list('department_code', flat=True)))
    names = dict(Department.objects.filter(code__in=departments).values_list('code', 'name'))
    about = '、'.join(names.get(code, code) for code in departments)
    return HallActDone(said=said, about=about, detail={'department': '、'.join(departments)})
