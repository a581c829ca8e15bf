"""Makes the papers of what is in hand and of the oldest cases, and archives those, each by its own day.

The worker makes the other papers by and by, and archives at night: nobody waits for them.
"""

import sys
from datetime import datetime, time, timedelta

import time_machine
from django.utils import timezone

from deploy.demo.year.days import CHINA
from govhall.archive.services import archive_case
from govhall.casework.events import ARCHIVE_AFTER
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN, Custody, State
from govhall.documents.models import Notice
from govhall.documents.sealed_file import make
from tenants.context import hall_context
from tenants.models import Hall

OLDEST, IN_HAND = 6, 40  # in each hall
SEALED_AFTER = timedelta(minutes=1)
AT_NIGHT = time(2, 10)


def main() -> int:
    """Every hall of the cell, one after the other."""
    papers = packages = 0
    for hall in Hall.objects.order_by('code'):
        with hall_context(hall):
            closed = Case.objects.filter(state=State.DELIVERED, custody=Custody.HELD, archived_events=0).order_by('uid')
            oldest = list(closed[:OLDEST])
            in_hand = Case.objects.filter(state__in=[state.value for state in OPEN], custody=Custody.HELD)
            papers += sum(_seal(case, hall.code) for case in [*in_hand.order_by('-uid')[:IN_HAND], *oldest])
            packages += sum(_archive(case) for case in oldest)
    sys.stdout.write(f'{papers} papers, {packages} packages\n')
    return 0


def _seal(case: Case, hall: str) -> int:
    waiting = Notice.objects.filter(case_uid=case.uid, state=Notice.State.ORDERED)
    for notice in waiting:
        make(notice.uid, hall=hall, at=notice.acted_at + SEALED_AFTER)
    return len(waiting)


def _archive(case: Case) -> bool:
    """On the night on which the product would have done it."""
    night = datetime.combine(case.updated_at.astimezone(CHINA).date() + ARCHIVE_AFTER, AT_NIGHT, CHINA)
    if night > timezone.now():
        return False
    with time_machine.travel(night, tick=False):
        archive_case(uid=case.uid, at=night)
    return True
