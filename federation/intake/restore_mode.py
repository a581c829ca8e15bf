"""The intake's part after a restore: answering others, and in a restored cell listening before applying."""

import time
from collections.abc import Callable

import structlog

from federation.acks.rollback_guard import RESTORED, guard_state
from federation.contracts.transport import Reach
from federation.inbox.messages import InboundMessage, StreamKey
from federation.repair import fences
from federation.repair.adoption import end_restore_mode
from federation.repair.answers import answer_barriers, owes_answers
from federation.repair.models import PostponedMessage
from federation.repair.resumption import resume

LOOK_SECONDS = 1.0
log = structlog.get_logger()


class RestoreMode:
    """Looks once a second for what a restore asks of this cell. `caught_up`: all that the road holds was read."""

    def __init__(self, caught_up: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._caught_up = caught_up
        self._clock = clock
        self._looked = clock() - LOOK_SECONDS
        self._overheard: dict[StreamKey, list[Reach]] = {}
        self.is_listening = guard_state() == RESTORED
        self.is_over = False  # this cell listened, and may apply messages between halls now

    def overhear(self, message: InboundMessage) -> None:
        """Note what a hall has said and this cell may not apply yet."""
        said = message.envelope
        reach = Reach(
            subject=said.subject, sender=said.source, recipient=said.recipient, sequence=said.sequence, tip=message.tip
        )
        self._overheard.setdefault(message.stream, []).append(reach)

    def once(self) -> None:
        """Answer barriers when all is read, lower fences that have seen all tips, and treat what was put off."""
        if self._clock() - self._looked < LOOK_SECONDS:
            return
        self._looked = self._clock()
        if owes_answers() and self._caught_up():  # the road itself is asked only when somebody waits
            answer_barriers(overheard=self._overheard, is_listening=self.is_listening)
        if self.is_listening:
            self.is_over = end_restore_mode() or guard_state() != RESTORED
            return
        for hall in fences.lower_fences():
            log.info('fence_lowered', hall=hall)
        for hall in _waiting_halls():
            if fences.fenced_since(hall) is None:
                resume(hall)


def _waiting_halls() -> list[str]:
    """Halls with messages that were put off and have not failed since."""
    return list(PostponedMessage.objects.filter(reason='').order_by('hall').values_list('hall', flat=True).distinct())
