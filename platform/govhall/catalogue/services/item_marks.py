"""What is noted of items of a centre from a day on: that they are handled there (进驻), that they are decided there."""

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallActDone
from govhall.catalogue.models import CentreItem, Department
from govhall.kernel.errors import Refused

ITEMS = Field(name='items', kind=FieldKind.CODES, label='事项', says='Codes of the items.', needed=True)
SINCE = Field(
    name='since',
    kind=FieldKind.DAY,
    label='从哪天起',
    missing='请填写日期，例如 2026-11-24，再登记。',
    wrong='请填写日期，例如 2026-11-24，再登记。',
    says='Since which day.',
    needed=True,
    must=True,
    posted=('on',),
)


class NoItemChosen(Refused):
    """No item was ticked."""

    code = 'NO_ITEM_CHOSEN'
    sentence = '请先勾选事项，再登记。'


class NotThen(Refused):
    """An item can't enter twice, get powers before it is in, or leave before it came."""

    code = 'NOT_THEN'
    sentence = '事项 {item} {why}，请核对日期后重新登记。'


def mark(hall: str, codes: Collection[str], why: Callable[[CentreItem], str], **changes: date | None) -> int:
    """Change items of a hall, all or none; how many. `why` says why not. Raises NoItemChosen and NotThen."""
    if not codes:
        raise NoItemChosen(field='items')
    with transaction.atomic():
        found = list(CentreItem.objects.select_for_update().filter(hall_code=hall, code__in=codes))
        if len(found) != len(set(codes)):
            unknown = '、'.join(sorted(set(codes) - {one.code for one in found}))
            raise NotThen(field='items', item=unknown, why='不在清单中')
        for item in found:
            if reason := why(item):
                raise NotThen(field='items', item=item.name, why=reason)
        return CentreItem.objects.filter(pk__in=[item.pk for item in found]).update(**changes)


def marked(hall: str, codes: Collection[str], said: str) -> HallActDone:
    """What is said, and the departments of the items for the audit."""
    items = CentreItem.objects.filter(hall_code=hall, code__in=codes)
    departments = sorted(set(items.values_list('department_code', flat=True)))
    names = dict(Department.objects.filter(code__in=departments).values_list('code', 'name'))
    about = '、'.join(names.get(code, code) for code in departments)
    return HallActDone(said=said, about=about, detail={'department': '、'.join(departments)})
