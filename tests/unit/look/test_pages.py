"""How the places in a list are written, and what is said of one that is none."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db.models import Q

from govhall.look.pages import BadCursor, Keyset, cut

DAY, UID = date(2026, 11, 30), UUID('0195e3b4-0000-7000-8000-000000000001')
MOMENT = datetime(2026, 11, 30, 9, 8, 7, 6, tzinfo=UTC)
BY_DAY = Keyset({'day': date, 'uid': UUID}, size=2)
BY_MOMENT = Keyset({'at': datetime, 'uid': UUID}, size=2)
BY_CODE = Keyset({'code': str, 'uid': UUID}, size=2, separator=':')


@pytest.mark.parametrize(
    ('order', 'values', 'written'),
    [
        (BY_DAY, (DAY, UID), f'2026-11-30.{UID}'),
        (BY_MOMENT, (MOMENT, UID), f'2026-11-30T09:08:07.000006+00:00.{UID}'),
        (BY_CODE, ('a:b', UID), f'a:b:{UID}'),
        (Keyset({'pk': int}, size=2), (7,), '7'),
    ],
)
def test_a_place_is_read_as_it_was_written(order: Keyset, values: tuple[object, ...], written: str) -> None:
    row = SimpleNamespace(**dict(zip(order.keys, values, strict=True)))
    assert (order.place(row), order.read(written)) == (written, values)


@pytest.mark.parametrize('text', ['', '.', '2026-11-30', f'30.11.2026.{UID}', '2026-11-30.7', f'{MOMENT}', '通江'])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(BadCursor) as refused:
        BY_DAY.read(text)
    assert refused.value.field == 'after'


def test_the_condition_lets_an_index_begin_at_the_place() -> None:
    assert BY_DAY.beyond((DAY, UID)) == Q(day__gte=DAY) & (Q(day__gt=DAY) | Q(uid__gt=UID))


@pytest.mark.parametrize(('found', 'rows', 'after'), [([], [], ''), ([1, 2], [1, 2], ''), ([1, 2, 3], [1, 2], '2')])
def test_a_page_says_where_the_next_begins_only_if_there_is_one(found: list[int], rows: list[int], after: str) -> None:
    page = cut(found, 2, lambda row: row)
    assert (page.rows, page.after) == (rows, after)
