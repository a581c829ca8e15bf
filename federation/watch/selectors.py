"""What the web may know of the road: counts, by functions that read what the web itself may not."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from federation.watch.models import Heartbeat


class HallState(NamedTuple):
    """What of a hall does not flow: its own messages that wait or lack a receipt, and streams to it that stand."""

    hall: str
    waiting: int
    waiting_since: datetime | None
    behind: int
    behind_since: datetime | None
    gaps: int
    blocked: int
    conflicts: int
    doubtful: int


class StoppedMessages(NamedTuple):
    """Messages that were parked or quarantined for one reason; of a quarantined one nothing else can be trusted."""

    place: str
    sender: str
    recipient: str
    type: str
    reason: str
    messages: int
    since: datetime


def totals() -> dict[str, float]:
    """Counts and ages (seconds) of the whole cell, by name; what is missing is 0."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT name, amount FROM public.fed_watch()')
        return dict(cursor.fetchall())


def halls() -> list[HallState]:
    """The halls of which something does not flow, by code."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM public.fed_watch_halls()')
        return [HallState(*row) for row in cursor.fetchall()]


def stopped_messages() -> list[StoppedMessages]:
    """What is parked or quarantined, grouped, oldest first; at most 500 groups."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM public.fed_watch_set_aside()')
        return [StoppedMessages(*row) for row in cursor.fetchall()]


def heartbeats() -> list[Heartbeat]:
    """All processes that beat within a day, by name."""
    return list(Heartbeat.objects.order_by('process'))
