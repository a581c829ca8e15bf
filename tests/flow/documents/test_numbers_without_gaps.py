"""Numbers have no gap: not with twenty counters at once, and not where every other act is rolled back."""

from itertools import count

from django.db import transaction

from govhall.casework.services.reception import receive_case
from govhall.documents.models import Notice
from govhall.documents.register.models import Book
from govhall.documents.register.services import next_serial
from tenants.context import hall_context
from tests.builders.committed import Committed
from tests.builders.world import BIRTH, TOWNSHIP

CROWD, EACH = 20, 6


class Stop(Exception):
    """Ends a transaction."""


def test_twenty_counters_at_once_leave_no_gap_though_a_third_is_rolled_back(committed: Committed) -> None:
    clerk, turn = committed.clerk(TOWNSHIP), count()

    def receive() -> int:
        stored = 0
        for _ in range(EACH):
            rolled_back = next(turn) % 3 == 0
            try:
                with hall_context(committed.hall(TOWNSHIP)), transaction.atomic():
                    receive_case(application=committed.application(BIRTH), actor=clerk)
                    if rolled_back:
                        raise Stop
                stored += 1
            except Stop:
                pass
        return stored

    stored = sum(committed.at_once(CROWD, receive))
    assert stored == CROWD * EACH * 2 // 3
    with hall_context(committed.hall(TOWNSHIP)):
        numbers = sorted(Notice.objects.filter(code='01').values_list('number', flat=True))
    assert [int(number[-7:-1]) for number in numbers] == list(range(1, stored + 1))
    assert Book.objects.get(code='01').last == stored


def test_each_organ_kind_and_year_has_a_book_of_its_own(committed: Committed) -> None:
    books = [('A', '01', 2026), ('A', '01', 2027), ('A', '04', 2026), ('B', '01', 2026), ('A', '01', 2026)]
    with transaction.atomic():
        taken = [next_serial(organ_code=organ, code=code, year=year) for organ, code, year in books]
    assert taken == [1, 1, 1, 1, 2]
