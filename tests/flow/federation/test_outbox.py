"""What emit promises the room that calls it."""

from uuid import UUID

import pytest
from django.db import transaction

from federation.directory.selectors import UnknownHall
from federation.outbox.messages import OwnHall
from federation.outbox.rows import TooLarge
from federation.outbox.selectors import waiting_for
from federation.outbox.services import emit, emit_facts, publish_entry
from govhall.kernel.errors import Broken
from tenants.context import NoHall, hall_context
from tenants.models import Hall
from tests.builders.trial import OTHER, RECEIVER, SENDER, Counted, Listed, Noted, enter_hall, rows, say

pytestmark = pytest.mark.usefixtures('halls')


def test_each_stream_counts_from_one_without_a_gap(case: UUID) -> None:
    say('1', '2', case=case)
    say('1', case=case, recipient=OTHER)
    say('3', case=case)
    assert rows('SELECT recipient, seq FROM fed_outbox ORDER BY id') == [
        (RECEIVER, 1),
        (RECEIVER, 2),
        (OTHER, 1),
        (RECEIVER, 3),
    ]


def test_message_of_a_rolled_back_transaction_is_never_said(case: UUID) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        say('lost', case=case)
        raise ZeroDivisionError
    say('said', case=case)
    assert rows('SELECT seq FROM fed_outbox') == [(1,)]


def test_message_to_an_unknown_hall_is_refused_with_a_sentence(case: UUID) -> None:
    with pytest.raises(UnknownHall, match='ZZXX0001'):
        say('to nobody', case=case, recipient='ZZXX0001')


def test_message_outside_of_any_hall_is_refused(case: UUID) -> None:
    with pytest.raises(NoHall):
        emit(Noted(text='who?'), recipient=RECEIVER, subject=case)


def test_hall_does_not_write_to_itself(case: UUID) -> None:
    with pytest.raises(OwnHall):
        say('me', case=case, recipient=SENDER)


def test_body_above_the_limit_is_refused(case: UUID) -> None:
    with pytest.raises(TooLarge):
        say('x' * 70_000, case=case)


def test_fact_goes_once_to_each_cell_on_the_way_up(case: UUID) -> None:
    enter_hall('ZZPP0001', cell='sichuan')
    enter_hall(RECEIVER, parent='ZZPP0001', version=2)
    enter_hall(SENDER, parent=RECEIVER, version=2)
    with hall_context(Hall.objects.get(code=SENDER)), transaction.atomic():
        emit_facts(Counted(number=1), key=case)
    assert rows('SELECT topic, recipient, seq FROM fed_outbox ORDER BY id') == [
        ('govhall.bazhong.facts', 'bazhong', 0),
        ('govhall.sichuan.facts', 'sichuan', 0),
    ]


def test_entry_goes_to_the_shared_topic_under_its_key() -> None:
    with transaction.atomic():
        publish_entry('catalogue', key='matter/1', message=Listed(word='x'))
    assert rows('SELECT topic, key, sender FROM fed_outbox') == [('govhall.catalogue', 'matter/1', 'bazhong')]


def test_hall_sees_how_many_of_its_own_messages_wait(case: UUID) -> None:
    say('1', '2', case=case)
    say('not mine', case=case, sender=OTHER)
    with hall_context(Hall.objects.get(code=SENDER)):
        waiting = waiting_for(SENDER)
    assert waiting.count == 2
    assert waiting.oldest is not None


def test_hall_cannot_ask_what_waits_at_another() -> None:
    with hall_context(Hall.objects.get(code=SENDER)), pytest.raises(Broken):
        waiting_for(OTHER)


def test_only_one_outbox_exists_in_the_database() -> None:
    query = "SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = 'fed_outbox' AND relkind = 'r'"
    assert rows(query) == [('public',)]


@pytest.mark.parametrize(('right', 'held'), [('INSERT', True), ('SELECT', False), ('UPDATE', False), ('DELETE', False)])
def test_web_role_writes_to_the_outbox_and_does_nothing_else(right: str, held: bool) -> None:
    assert rows(f"SELECT has_table_privilege('govhall_web', 'public.fed_outbox', '{right}')") == [(held,)]
