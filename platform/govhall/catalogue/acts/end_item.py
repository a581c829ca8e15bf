"""Taking an item off the list that the county publishes."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.acts.publish_item import CODE
from govhall.catalogue.days import is_open
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import NotThen, after, day_field, locked_items, marked
from tenants.audit import Action


def end_item(*, hall: str, code: str, on: date) -> None:
    """No longer publish an item from a day on; if it was handled in the hall, it leaves with it. Raises NotThen."""
    with transaction.atomic():
        [item] = locked_items(hall, [code])
        if not is_open(item.published_days):
            raise NotThen(field='since', item=item.name, why='已经取消公布')
        item.published_days = after(item, item.published_days, on)
        if is_open(item.entered_days):
            item.entered_days = after(item, item.entered_days, on)
        item.save()


def _do(posted: HallPosted) -> HallActDone:
    hall, code = posted.hall.code, posted['code']
    end_item(hall=hall, code=code, on=posted['since'])
    return marked(hall, [code], '已登记取消公布；原来进驻的同一天撤出。')


ACT = register(
    HallAct(
        word='end-item',
        label='取消公布',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[replace(CODE, label=''), day_field('取消日期', 'The first day on which it is no longer published.')],
        mutation='end_item',
        does='Take an item off the published list; it also leaves the hall. NOT_THEN.',
    )
)
