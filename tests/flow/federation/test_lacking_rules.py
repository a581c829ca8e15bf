"""Each rule of the transport is needed: the shortest history that breaks a promise without it, and holds with it.

The histories were found by searching the model of the design at random; here outbox, relay, intake, inbox and receipts
themselves go through them.
"""

from collections.abc import Callable

import pytest

from tests.builders import lacking
from tests.builders.lacking import Lacking
from tests.builders.trial import rolled_back
from tests.builders.trouble import STREAMS, PromiseBroken, Trouble

pytestmark = pytest.mark.usefixtures('halls')
History = Callable[[Trouble], None]


def two_halls_hear_of_one_case(end: Trouble) -> None:
    end.say(STREAMS[0])
    end.say(STREAMS[1])
    end.carry()


def the_receivers_are_restored(end: Trouble) -> None:
    end.say()
    end.carry()
    end.restore('receivers')
    end.carry()


def an_old_relay_wakes_up(end: Trouble) -> None:
    end.say()
    asleep = end.fall_asleep()
    end.say(count=3)
    end.carry()
    end.arrive(asleep)
    end.carry()


def a_forgotten_life_is_heard_late(end: Trouble) -> None:
    end.say()
    end.carry()
    end.back_up('sender')
    end.say(count=2)
    asleep = end.fall_asleep()
    end.restore('sender')
    end.say()
    end.carry()
    end.arrive(asleep[1:])
    end.say()
    end.carry()


def the_first_of_a_chunk_is_not_acknowledged(end: Trouble) -> None:
    end.say(count=2)
    end.relay([True, False])
    end.take_in()
    end.carry()


def the_topics_are_lost(end: Trouble) -> None:
    end.say()
    end.relay()
    end.lose_topics()
    end.heal()


def a_restored_sender_says_something_else_and_the_topics_are_lost(end: Trouble) -> None:
    end.say()
    end.carry()
    end.restore('sender')
    end.say()
    end.relay()
    end.lose_topics()
    end.heal()


def a_receipt_of_a_forgotten_life_is_heard_late(end: Trouble) -> None:
    end.say()
    end.carry()
    end.send_acks()
    late = end.fall_asleep()
    end.lose_receipts()
    end.restore('receivers')
    end.lose_topics()
    end.exchange_receipts()
    end.arrive(late)
    end.carry()
    end.heal()


def the_receivers_forget_what_they_have_acknowledged_and_the_topics_are_lost(end: Trouble) -> None:
    end.say()
    end.carry()
    end.exchange_receipts()
    end.restore('receivers')
    end.lose_topics()
    end.heal()


NEEDED = [
    (lacking.sequence_per_stream, two_halls_hear_of_one_case),
    (lacking.offsets_in_the_database, the_receivers_are_restored),
    (lacking.cursor, an_old_relay_wakes_up),
    (lacking.hash_chain, a_forgotten_life_is_heard_late),
    (lacking.gap_parking, the_first_of_a_chunk_is_not_acknowledged),
    (lacking.sending_again, the_topics_are_lost),
    (lacking.tip_in_receipts, a_restored_sender_says_something_else_and_the_topics_are_lost),
    (lacking.epoch_in_receipts, a_receipt_of_a_forgotten_life_is_heard_late),
    (lacking.keeping_what_was_receipted, the_receivers_forget_what_they_have_acknowledged_and_the_topics_are_lost),
]
HISTORIES = [history for _, history in NEEDED]


def go_through(history: History) -> None:
    with rolled_back():
        end = Trouble()
        history(end)
        end.check_both_ends()


@pytest.mark.parametrize(('rule', 'history'), NEEDED, ids=[rule.__name__ for rule, _ in NEEDED])
def test_history_breaks_a_promise_without_the_rule_and_none_with_it(
    rule: Lacking, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_through(history)
    rule(monkeypatch)
    with pytest.raises(PromiseBroken):
        go_through(history)


@pytest.mark.parametrize('history', HISTORIES, ids=[history.__name__ for history in HISTORIES])
def test_a_relay_that_lets_go_of_acknowledged_rows_out_of_order_breaks_nothing(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver parks what is early; stopping at a failure only spares it the work."""
    lacking.stopping_at_a_failure(monkeypatch)
    go_through(history)
