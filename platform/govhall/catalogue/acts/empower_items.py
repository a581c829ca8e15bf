"""Noting that windows decide items in full since a day (授权到位)."""

from collections.abc import Collection
from datetime import date

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import ITEMS, SINCE, mark, marked
from tenants.audit import Action


def empower_items(*, hall: str, codes: Collection[str], on: date) -> int:
    """Record that the window decides items in full from a day on; how many. Raises NoItemChosen and NotThen."""

    def why_not(item: CentreItem) -> str:
        if item.entered_on is None or item.entered_on > on:
            return '在这一天还没有进驻'
        return '已经授权到位' if item.empowered_on else ''

    return mark(hall, codes, why_not, empowered_on=on)


def _do(posted: HallPosted) -> HallActDone:
    hall, codes = posted.hall.code, posted['items']
    return marked(hall, codes, f'已登记授权到位 {empower_items(hall=hall, codes=codes, on=posted["since"])} 项。')


ACT = register(
    HallAct(
        word='empower',
        label='登记授权到位',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[SINCE, ITEMS],
        mutation='empower_items',
        does='Windows decide items in full since a day (授权到位). NOT_THEN.',
    )
)
