"""Taking an item into the list that the county publishes, or publishing it again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import is_open
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.rules import TASK_TYPES
from govhall.catalogue.services.item_marks import NotThen, after, day_field, marked
from govhall.catalogue.services.sections import DEPARTMENT, check_department
from tenants.audit import Action

CODE = Field(
    name='code', kind=FieldKind.LINE, label='事项编码', most=50, says='Code of the item.', needed=True, must=True
)
DETAILS = [
    Field(name='name', kind=FieldKind.LINE, label='事项名称', most=200, says='Its name.', needed=True, must=True),
    DEPARTMENT,
    Field(
        name='task_type',
        kind=FieldKind.CHOICE,
        label='事项类型',
        choices=tuple(TASK_TYPES.items()),
        says='Code of its type (GB/T 39046 A.1).',
        wrong='请选择事项类型。',
        needed=True,
        must=True,
    ),
]


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """What is published of an item beside its code."""

    name: str
    department: str
    task_type: str


def publish_item(*, hall: str, code: str, details: ItemDetails, on: date) -> None:
    """Publish an item from a day on; one that was taken off the list may come again.

    Raises UnknownSection and NotThen.
    """
    check_department(hall, details.department)
    with transaction.atomic():
        item = CentreItem.objects.select_for_update().filter(hall_code=hall, code=code).first()
        item = item or CentreItem(hall_code=hall, code=code)
        if is_open(item.published_days):
            raise NotThen(field='code', item=item.name, why='已经在清单中')
        item.name, item.department_code, item.task_type = details.name, details.department, details.task_type
        item.published_days = after(item, item.published_days, on)
        item.save()


def _do(posted: HallPosted) -> HallActDone:
    hall, code, name = posted.hall.code, posted['code'], posted['name']
    details = ItemDetails(name, posted['department'], posted['task_type'])
    publish_item(hall=hall, code=code, details=details, on=posted['since'])
    return marked(hall, [code], f'已登记公布事项“{name}”。')


ACT = register(
    HallAct(
        word='publish',
        label='登记公布',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[CODE, *DETAILS, day_field('公布日期', 'Since which day it is published.')],
        mutation='publish_item',
        does='Take an item into the list that the county publishes. UNKNOWN_SECTION, NOT_THEN.',
    )
)
