"""Noting that items are no longer handled in the hall since a day (撤出)."""

from collections.abc import Collection
from datetime import date

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import is_open
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import ITEMS, UNTIL, mark, marked
from tenants.audit import Action


def remove_items(*, hall: str, codes: Collection[str], on: date) -> int:
    """Record that items left the hall on a day; how many. They may come again. Raises NoItemChosen and NotThen."""

    def why_not(item: CentreItem) -> str:
        return '' if is_open(item.entered_days) else '没有进驻'

    return mark(hall, codes, on, why_not)


def _do(posted: HallPosted) -> HallActDone:
    hall, codes = posted.hall.code, posted['items']
    return marked(hall, codes, f'已登记撤出 {remove_items(hall=hall, codes=codes, on=posted["since"])} 项。')


ACT = register(
    HallAct(
        word='remove',
        label='登记撤出',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[UNTIL, ITEMS],
        mutation='remove_items',
        does='Items are no longer handled in the hall since a day (撤出). NO_ITEM_CHOSEN, NOT_THEN.',
    )
)
