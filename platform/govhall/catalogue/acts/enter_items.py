"""Noting that items are handled in the hall since a day (进驻)."""

from collections.abc import Collection
from datetime import date

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.days import holds, is_open
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import ITEMS, SINCE, mark, marked
from tenants.audit import Action


def enter_items(*, hall: str, codes: Collection[str], on: date) -> int:
    """Record that items are handled in the hall from a day on; how many. Raises NoItemChosen and NotThen."""

    def why_not(item: CentreItem) -> str:
        if is_open(item.entered_days):
            return '已经进驻'
        return '' if holds(item.published_days, on) else '在这一天没有公布'

    return mark(hall, codes, on, why_not)


def _do(posted: HallPosted) -> HallActDone:
    hall, codes = posted.hall.code, posted['items']
    return marked(hall, codes, f'已登记进驻 {enter_items(hall=hall, codes=codes, on=posted["since"])} 项。')


ACT = register(
    HallAct(
        word='enter',
        label='登记进驻',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[SINCE, ITEMS],
        mutation='enter_items',
        does='Items are handled in the hall since a day (进驻). NO_ITEM_CHOSEN, NOT_THEN.',
    )
)
