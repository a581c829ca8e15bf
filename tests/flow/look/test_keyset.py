"""Page after page, a list shows every row once and in order, whatever the values of its keys."""

from datetime import date, timedelta
from random import Random

import pytest

from govhall.look.pages import Keyset
from tenants.models import Area
from tests.builders.world import World

FIRST = date(2026, 1, 1)
ORDERS = (
    {'code': str},
    {'valid_from': date, 'code': str},
    {'valid_from': date, 'name': str, 'code': str},
)


@pytest.mark.parametrize('keys', ORDERS, ids=len)
@pytest.mark.parametrize('descending', [False, True])
def test_the_pages_of_a_list_show_every_row_once_and_in_order(
    world: World, keys: dict[str, type], descending: bool
) -> None:
    for seed in range(12):
        chance = Random(seed)  # noqa: S311 - the same rows at every run
        rows = made(chance)
        wanted = sorted((tuple(getattr(row, key) for key in keys) for row in rows), reverse=descending)
        order = Keyset(keys, size=chance.randint(1, 7), descending=descending)
        assert walked(order) == wanted, f'seed {seed}'


def made(chance: Random) -> list[Area]:
    """Few values and many rows, so that most rows have neighbours of the same value."""
    Area.objects.filter(code__startswith='99').delete()
    codes = chance.sample(range(1000), chance.randint(0, 30))
    return Area.objects.bulk_create(
        Area(
            code=f'99{code:04d}',
            name=chance.choice('ABC'),
            level='county',
            valid_from=FIRST + timedelta(days=chance.randrange(3)),
        )
        for code in codes
    )


def walked(order: Keyset) -> list[tuple[object, ...]]:
    """All pages behind one another."""
    found: list[tuple[object, ...]] = []
    rows, after = Area.objects.filter(code__startswith='99'), ''
    while True:
        page = order.page(rows, after)
        assert len(page.rows) <= order.size
        found += [tuple(getattr(row, key) for key in order.keys) for row in page.rows]
        if not page.after:
            return found
        assert len(page.rows) == order.size
        after = page.after
