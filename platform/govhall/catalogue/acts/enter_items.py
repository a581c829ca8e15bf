"""Noting that items are handled in the hall since a day (进驻)."""

from collections.abc import Collection
from datetime import date

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import ITEMS, SINCE, mark, marked
from tenants.audit import Action


def enter_items(*, hall: str, codes: Collection[str], on: date) -> int:
    """Record that items are handled in the hall from a day on; how many. Raises NoItemChosen and NotThen."""
    return mark(hall, codes, _why_not, entered_on=on, left_on=None)


def _why_not(item: CentreItem) -> str:
    return '已经进驻' if item.entered_on and not item.left_on else ''


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
        does='Items are handled in the hall since a day (进驻). NOT_THEN.',
    )
)
