"""Room for what comes from outside: what people without an account keep, and what is free on the disk."""

import shutil
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum

from tenants.models import Space

MEBI = 2**20
NEARLY = 0.8  # of a quota: somebody is to look before it is full


class SpaceUsed(NamedTuple):
    """Bytes that wait in one hall, and in the whole cell."""

    hall: int
    cell: int


def occupy(key: UUID, *, hall: str, size: int) -> None:
    """Write down how many bytes the thing keeps at the hall now; nothing is remembered of none."""
    if size:
        Space.objects.bulk_create(
            [Space(key=key, hall=hall, bytes=size)],
            update_conflicts=True,
            unique_fields=['key'],
            update_fields=['hall', 'bytes'],
        )
    else:
        Space.objects.filter(key=key).delete()


def held(hall: str = '') -> SpaceUsed:
    """How much is kept now, in one statement."""
    found = Space.objects.aggregate(cell=Sum('bytes'), hall=Sum('bytes', filter=Q(hall=hall)))
    return SpaceUsed(found['hall'] or 0, found['cell'] or 0)


def has_room(hall: str, size: int) -> bool:
    """Whether so many bytes more are within the quotas of the hall and of the cell."""
    now = held(hall)
    return now.hall + size <= settings.ONLINE_HALL_MEGABYTES * MEBI and now.cell + size <= quota()


def quota() -> int:
    """Bytes that the whole cell keeps for people without an account."""
    return int(settings.ONLINE_MEGABYTES) * MEBI


def free_bytes() -> int:
    """What is free where the cell keeps its files."""
    path = Path(settings.DATA)
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free


def is_low(*, for_public: bool = False) -> bool:
    """Whether no more files are to be taken; from the public already at twice the reserve."""
    reserve = int(settings.DISK_RESERVE_MEGABYTES) * MEBI
    return free_bytes() < reserve * (2 if for_public else 1)
