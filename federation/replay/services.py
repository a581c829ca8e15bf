"""One use: counted only, or tried, with a throttle, and always kept in the list of uses."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import structlog
from django.db import transaction
from django.utils import timezone

from federation.replay import parked, quarantined
from federation.replay.choice import Choice
from federation.replay.models import Replay

IN_A_ROW = 20
FAILED = ('stopped', 'suspect')
ReplayGroup = tuple[str, str, str, str]  # place, hall, type, reason
log = structlog.get_logger()


class ReplayCount(NamedTuple):
    """What a dry run finds of one group: streams or records to try, and the messages that wait in them."""

    tries: int
    messages: int


def count(choice: Choice, *, by: str) -> dict[ReplayGroup, ReplayCount]:
    """What would be tried, by place, hall, type and reason; nothing is changed but the list of uses."""
    found: dict[ReplayGroup, ReplayCount] = {}
    for group, messages, _ in _candidates(choice):
        tries, before = found.get(group, ReplayCount(0, 0))
        found[group] = ReplayCount(tries + 1, before + messages)
    result = {'tries': sum(item.tries for item in found.values())}
    Replay.objects.create(by=by, dry_run=True, what=choice.as_json(), result=result, ended_at=timezone.now())
    return found


def replay(
    choice: Choice,
    *,
    by: str,
    limit: int,
    per_second: float,
    rest: Callable[[float], None] = time.sleep,
) -> dict[str, int]:
    """Try at most `limit` streams and records, so many a second; how many became what, and `applied` messages.

    Ends early, with `gave_up`, when twenty in a row fail: then the cause is not mended. What was tried
    until then is done, and the list of uses has it without a result.
    """
    use = Replay.objects.create(by=by, dry_run=False, what=choice.as_json() | {'limit': limit})
    result: Counter[str] = Counter()
    row = 0
    for place, (_, _, attempt) in enumerate(_candidates(choice)):
        if place == limit or row == IN_A_ROW:
            result.update({'gave_up': 1} if row == IN_A_ROW else {})
            break
        if place:
            rest(1 / per_second)
        outcome, applied = attempt()
        row = row + 1 if outcome in FAILED else 0
        result.update({outcome: 1, 'applied': applied})
    with transaction.atomic():
        Replay.objects.filter(pk=use.pk).update(result=dict(result), ended_at=timezone.now())
    log.info('replayed', use=use.pk, result=dict(result))
    return dict(result)


def _candidates(choice: Choice) -> Iterator[tuple[ReplayGroup, int, Callable[[], tuple[str, int]]]]:
    """Records first: what they bring may be what a stream waits for."""
    for record in quarantined.chosen(choice) if choice.quarantined else ():
        group = ('quarantined', record.hall, record.type, record.reason)
        yield group, 1, partial(quarantined.try_again, record.id)
    for message in parked.chosen(choice) if choice.parked else ():
        group = ('parked', message.stream.recipient, message.type, message.reason)
        yield group, message.messages, partial(parked.try_again, message.stream)
