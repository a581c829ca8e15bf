"""Two reads of one page come from one moment, whatever is committed between them."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from govhall.insight.models import Watermark
from tenants.moments import at_one_moment, one_moment
from tests.builders.committed import Committed

HALL = 'ZZZZ0001'


def raise_it() -> None:
    """Another connection commits something new."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO insight_watermark (hall, as_of) VALUES (%s, now())'
            " ON CONFLICT (hall) DO UPDATE SET as_of = insight_watermark.as_of + interval '1 day'",
            [HALL],
        )
    connection.close()


def elsewhere() -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(raise_it).result()


def mark() -> object:
    return Watermark.objects.filter(hall=HALL).values_list('as_of', flat=True).first()


def test_what_is_committed_between_two_reads_is_in_neither(committed: Committed) -> None:
    elsewhere()

    @at_one_moment
    def page() -> tuple[object, object]:
        before = mark()
        elsewhere()
        return before, mark()

    first, second = page()
    assert first == second
    assert mark() != first


def test_near_miss_without_it_the_second_read_sees_more(committed: Committed) -> None:
    elsewhere()
    before = mark()
    elsewhere()
    assert mark() != before


def test_inside_a_transaction_nothing_is_changed(world: object) -> None:
    with one_moment():
        assert connection.in_atomic_block
