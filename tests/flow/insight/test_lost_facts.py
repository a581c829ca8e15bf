"""A cell that has lost facts is told them again, without waiting for the next change of a case."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from deploy.local.cells import DatabaseRole
from federation.acks.authorisation import NotItsOwn
from federation.acks.handlers import facts_wanted
from federation.acks.lost_facts import ask_for_facts, halls_with_facts_due
from federation.acks.models import FactsDue
from federation.contracts.transport import FactsWanted
from federation.inbox.messages import MessageContext
from federation.outbox.models import OutboxRow
from govhall.casework.services import resend_facts
from govhall.casework.tasks import tell_facts_of_hall
from govhall.insight.models import DayFigures, KeptFact, Watermark
from govhall.insight.tasks import send_watermarks
from tests.builders.committed import Committed
from tests.builders.desk import Desk
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World


def figures() -> list[dict[str, object]]:
    return list(DayFigures.objects.order_by('area', 'day', 'level', 'matter').values())


def work(world: World, count: int = 3) -> None:
    """Cases received at the township, one of which has gone up."""
    cases = [world.receive(TOWNSHIP, HYGIENE) for _ in range(count)]
    Desk.of_chief(world, TOWNSHIP).send_up(cases[0].uid)
    world.carry()


def lose_all() -> None:
    """As if nothing of it had ever arrived."""
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM insight_fact; DELETE FROM insight_day')


def ask(world: World) -> None:
    with transaction.atomic():
        ask_for_facts()
    world.carry()


def tell_all() -> None:
    for hall in halls_with_facts_due():
        tell_facts_of_hall(hall=hall)


def test_figures_that_were_lost_come_again_and_count_once(world: World) -> None:
    work(world)
    before = figures()
    assert before
    lose_all()
    ask(world)
    assert {TOWNSHIP, COUNTY} <= set(halls_with_facts_due())
    for _ in range(2):
        tell_all()
        world.carry()
        assert figures() == before
        assert halls_with_facts_due() == []
        ask(world)  # asked once more, it is told once more, and counts as before


def test_no_watermark_vouches_for_a_hall_whose_facts_are_still_due(world: World) -> None:
    ask(world)
    FactsDue.objects.exclude(hall=TOWNSHIP).delete()
    send_watermarks()
    world.carry()
    assert not Watermark.objects.filter(hall=TOWNSHIP).exists()
    assert Watermark.objects.filter(hall=COUNTY).exists()
    tell_all()
    send_watermarks()
    world.carry()
    assert Watermark.objects.filter(hall=TOWNSHIP).exists()


def test_it_goes_on_where_it_stopped_when_the_outbox_was_full(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    work(world, 7)
    lose_all()
    ask(world)
    FactsDue.objects.exclude(hall=TOWNSHIP).delete()
    monkeypatch.setattr(resend_facts, 'AT_ONCE', 2)
    monkeypatch.setattr(resend_facts, 'MOST_WAITING', 3)
    for waiting, told in ((4, 4), (0, 4), (3, 7)):
        if waiting:
            tell_facts_of_hall(hall=TOWNSHIP)
        assert OutboxRow.objects.filter(topic__endswith='.facts').count() == waiting
        world.carry()
        assert KeptFact.objects.filter(hall=TOWNSHIP).count() == told
    assert halls_with_facts_due() == []


def test_a_cell_that_is_not_above_a_hall_is_told_nothing(world: World) -> None:
    work(world)
    facts_wanted([(wanted('elsewhere'), said_by('elsewhere'))])
    assert halls_with_facts_due() == []


def test_a_cell_asks_for_itself_only(world: World) -> None:
    with pytest.raises(NotItsOwn):
        facts_wanted([(wanted(settings.CELL), said_by('elsewhere'))])
    assert halls_with_facts_due() == []


def test_an_older_request_does_not_begin_it_anew(world: World) -> None:
    newer, older = wanted(settings.CELL), wanted(settings.CELL, day=1)
    facts_wanted([(newer, said_by(settings.CELL))])
    reached = uuid4()
    FactsDue.objects.update(after=reached)
    facts_wanted([(older, said_by(settings.CELL)), (newer, said_by(settings.CELL))])
    assert set(FactsDue.objects.values_list('after', flat=True)) == {reached}


def test_each_process_has_the_rights_for_its_part_and_no_more(committed: Committed) -> None:
    with committed.process_of(DatabaseRole.INTAKE):
        with transaction.atomic():
            ask_for_facts()
        facts_wanted([(wanted(settings.CELL), said_by(settings.CELL))])
        halls = halls_with_facts_due()
    with committed.process_of(DatabaseRole.RELAY), pytest.raises(ProgrammingError):
        halls_with_facts_due()
    with committed.process_of(DatabaseRole.WEB):
        with pytest.raises(ProgrammingError), transaction.atomic():
            facts_wanted([(wanted(settings.CELL), said_by(settings.CELL))])
        send_watermarks()
        tell_all()
    assert TOWNSHIP in halls
    assert halls_with_facts_due() == []


def wanted(cell: str, *, day: int = 2) -> FactsWanted:
    return FactsWanted(cell=cell, asked_at=datetime(2026, 11, day, tzinfo=UTC))


def said_by(cell: str) -> MessageContext:
    return MessageContext(cell, settings.CELL, UUID(int=1), 0, datetime.now(UTC), uuid4())
