"""The transport without one of its rules: what each rule is for shows in what breaks without it."""

from collections.abc import Callable, Sequence
from uuid import UUID

import msgspec
import pytest
from django.db import connection

from federation.acks import process
from federation.acks.process import AckVerdicts
from federation.contracts.envelope import Envelope
from federation.contracts.transport import Reach
from federation.inbox import applier, offsets, rules
from federation.inbox.handler_batch import HandlerBatch
from federation.inbox.messages import InboundMessage
from federation.inbox.rules import Cursor, CursorVerdict
from federation.outbox import messages
from federation.relay import relay
from federation.relay.resend import Resender
from federation.streams.services import PlaceClaim, StreamPlace
from tests.builders import trial

Lacking = Callable[[pytest.MonkeyPatch], None]


def sequence_per_stream(patch: pytest.MonkeyPatch) -> None:
    """Numbers count what a hall says about a case to all others together."""
    advance = messages.advance

    def per_case(claims: Sequence[PlaceClaim], *, sender: str) -> list[StreamPlace]:
        return advance([claim._replace(recipient='ANYBODY') for claim in claims], sender=sender)

    patch.setattr(messages, 'advance', per_case)


def offsets_in_the_database(patch: pytest.MonkeyPatch) -> None:
    """Only Kafka knows how far was read."""
    kafka: dict[tuple[str, int], int] = {}
    patch.setattr(offsets, 'write', kafka.update)
    patch.setattr(trial, 'position', lambda *place: kafka.get(place))


def cursor(patch: pytest.MonkeyPatch) -> None:
    """The last three event ids instead of a cursor."""
    seen: list[UUID] = []

    def step(book: object, run: HandlerBatch, message: InboundMessage) -> None:
        if message.envelope.id not in seen[-3:]:
            run.add(message)
            seen.append(message.envelope.id)

    patch.setattr(applier, '_step', step)


def hash_chain(patch: pytest.MonkeyPatch) -> None:
    """The message before is taken on trust."""
    judge = rules.judge
    patch.setattr(rules, 'judge', lambda at, said: judge(at, msgspec.structs.replace(said, previous=at.tip)))


def gap_parking(patch: pytest.MonkeyPatch) -> None:
    """What comes early takes effect early."""
    judge = rules.judge

    def hasty(at: Cursor, said: Envelope) -> CursorVerdict:
        verdict = judge(at, said)
        return CursorVerdict.APPLY if verdict is CursorVerdict.PARK else verdict

    patch.setattr(rules, 'judge', hasty)


def sending_again(patch: pytest.MonkeyPatch) -> None:
    """What was acknowledged by the broker is believed to have arrived."""
    patch.setattr(Resender, 'say_again', lambda self: 0)


def tip_in_receipts(patch: pytest.MonkeyPatch) -> None:
    """A receipt names a sequence only."""
    own_tips = process._own_tips

    def trusting(reached: Sequence[Reach]) -> AckVerdicts:
        known = [tip is not None for tip in own_tips(reached)]
        return AckVerdicts([one for one, ok in zip(reached, known, strict=True) if ok], [], [])

    patch.setattr(process, 'judge_reached', trusting)


def epoch_in_receipts(patch: pytest.MonkeyPatch) -> None:
    """All lives of a receiver are one."""
    hear = process.note_peer
    patch.setattr(process, 'note_peer', lambda **told: hear(**(told | {'epoch': 1})))


def keeping_what_was_receipted(patch: pytest.MonkeyPatch) -> None:
    """What a receiver has acknowledged is deleted at once."""
    hear = process.process_reached

    def tidy(reached: Sequence[Reach]) -> None:
        hear(reached)
        connection.cursor().execute(
            'DELETE FROM fed_sent said USING fed_delivery held WHERE said.seq <= held.receipted_seq '
            'AND (said.subject, said.recipient) = (held.subject, held.recipient)'
        )

    patch.setattr(process, 'process_reached', tidy)


def stopping_at_a_failure(patch: pytest.MonkeyPatch) -> None:
    """The relay lets go of every row that was acknowledged, also behind one that was not."""
    patch.setattr(relay, '_in_order', lambda chunk, landed: [row for row, ok in zip(chunk, landed, strict=True) if ok])
