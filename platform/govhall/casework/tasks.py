"""Background work of casework: the daily sweep of the five-day limit, and the files of papers."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.utils import timezone

from federation.receipts.lost_facts import halls_with_facts_due
from govhall.casework.acts.deem_accepted import LimitProvisional
from govhall.casework.acts.deem_renewed import deem_renewed
from govhall.casework.carriage.services import halls_with_leaving, halls_with_stale
from govhall.casework.events import CHINA
from govhall.casework.notices.tasks import make_file, sweep_papers
from govhall.casework.rules.transitions import NotHolder, NotNow
from govhall.casework.services.archiving import NotArchivable, archive_case
from govhall.casework.services.arriving import drop_stale
from govhall.casework.services.carrying import CARRY_FILES, carry_files
from govhall.casework.services.change import HallFenced, NoSuchCase, StaleVersion
from govhall.casework.services.lapse import deem_accepted
from govhall.casework.services.online_intake import receive_unopened
from govhall.casework.services.online_keeping import DUE, KIND, delete_idle
from govhall.casework.services.recount import recount
from govhall.casework.services.retelling import tell_facts_again
from govhall.casework.services.uploads import drop_uploads
from govhall.deadlines.calendar import refresh
from govhall.deadlines.services import countable_again, counted_through, passed, years_entered_since
from govhall.kernel.calendars import CALENDARS
from tenants.sweep import each
from tenants.tasks import HallTask

__all__ = ['deem_accepted_in_hall', 'make_file', 'sweep_intake', 'sweep_papers']
STALE = timedelta(days=14)  # as long as the topic holds what is still to come
log = structlog.get_logger(__name__)


@shared_task(name='casework.sweep_intake')
def sweep_intake() -> None:
    """Order, hall by hall, what passed its five working days without notice (one read of the public index)."""
    today = timezone.now().astimezone(CHINA).date()
    _order(passed('intake', today=today), deem_accepted_in_hall, 'casework.sweep_intake')


@shared_task(name='casework.sweep_renewals')
def sweep_renewals() -> None:
    """Order, hall by hall, the renewals whose validity ended undecided (§50)."""
    today = timezone.now().astimezone(CHINA).date()
    _order(passed('renewal', today=today), deem_renewed_in_hall, 'casework.sweep_renewals')


@shared_task(name='casework.deem_renewed', base=HallTask)
def deem_renewed_in_hall(*, hall: str, cases: list[str]) -> None:
    """Record that these renewals of one hall count as granted; what was decided meanwhile is left as it is."""
    answered = (NotNow, NotHolder, NoSuchCase, HallFenced)
    swept = each(
        cases, lambda uid: deem_renewed(uid=UUID(uid)), task='casework.sweep_renewals', hall=hall, answered=answered
    )
    log.warning('deemed_renewal', hall=hall, count=swept.done, outcome='recorded')


@shared_task(name='casework.sweep_provisional')
def sweep_provisional() -> None:
    """Order, hall by hall, to count again what was counted before its year's holidays were announced.

    Years entered since the night before are counted again whole: their own order may have found no queue.
    """
    refresh(now=True)
    for year in years_entered_since(timezone.now() - timedelta(days=2)):
        sweep_year.delay(year=year)
    known = date(CALENDARS.of().last_announced(), 12, 31)
    _order(countable_again(known_until=known), recount_in_hall, 'casework.sweep_provisional')


@shared_task(name='casework.sweep_year')
def sweep_year(*, year: int) -> None:
    """Order, hall by hall, to count again every limit in a year whose calendar was changed, firm ones too."""
    refresh(now=True)
    _order(counted_through(year), recount_in_hall, 'casework.sweep_year')


@shared_task(name='casework.sweep_archive')
def sweep_archive() -> None:
    """Order, hall by hall, to archive what has been closed and quiet long enough (one read of the public index)."""
    _order(passed('archive', today=timezone.now().astimezone(CHINA).date()), archive_in_hall, 'casework.sweep_archive')


@shared_task(name='casework.sweep_uploads')
def sweep_uploads() -> None:
    """Delete files that systems brought and named no case for within a day."""
    log.info('uploads_swept', outcome='done', count=drop_uploads())


@shared_task(name='casework.sweep_online')
def sweep_online() -> None:
    """Order, hall by hall, to delete what nobody touched for thirty days (one read of the public index)."""
    found = passed(KIND, today=timezone.now().astimezone(CHINA).date())
    _order(found, delete_idle_in_hall, 'casework.sweep_online', under='applications')


@shared_task(name='casework.delete_idle', base=HallTask)
def delete_idle_in_hall(*, hall: str, applications: list[str]) -> None:
    """Delete these drafts and returned applications of one hall with their files; what was touched is left."""
    swept = each(applications, lambda uid: delete_idle(uid=UUID(uid)), task='casework.sweep_online', hall=hall)
    log.info('online_deleted', hall=hall, count=swept.total, outcome='done')


@shared_task(name='casework.sweep_unopened')
def sweep_unopened() -> None:
    """Order, hall by hall, to receive what nobody opened on its working day (one read of the public index)."""
    found = passed(DUE, today=timezone.now().astimezone(CHINA).date())
    _order(found, receive_unopened_in_hall, 'casework.sweep_unopened', under='applications')


@shared_task(name='casework.receive_unopened', base=HallTask)
def receive_unopened_in_hall(*, hall: str, applications: list[str]) -> None:
    """Receive these online applications of one hall; what somebody received, returned or took back is left."""
    each(applications, lambda uid: receive_unopened(uid=UUID(uid)), task='casework.sweep_unopened', hall=hall)


@shared_task(name='casework.archive', base=HallTask)
def archive_in_hall(*, hall: str, cases: list[str]) -> None:
    """Archive these cases of one hall; what changed meanwhile waits for another night."""
    answered = (NotArchivable, NoSuchCase, StaleVersion, HallFenced)
    each(cases, lambda uid: archive_case(uid=UUID(uid)), task='casework.sweep_archive', hall=hall, answered=answered)


@shared_task(name='casework.recount', base=HallTask)
def recount_in_hall(*, hall: str, cases: list[str]) -> None:
    """Count the limits of these cases of one hall again."""
    answered = (NoSuchCase, HallFenced)
    each(cases, lambda uid: recount(uid=UUID(uid)), task='casework.sweep_provisional', hall=hall, answered=answered)


@shared_task(name='casework.deem_accepted', base=HallTask)
def deem_accepted_in_hall(*, hall: str, cases: list[str]) -> None:
    """Record deemed acceptance of these cases of one hall; what was answered meanwhile is left as it is."""
    answered = (NotNow, NotHolder, NoSuchCase, HallFenced, LimitProvisional)
    swept = each(cases, lambda uid: _deem(hall, uid), task='casework.sweep_intake', hall=hall, answered=answered)
    log.warning('deemed_acceptance', hall=hall, count=swept.done, outcome='recorded')


def _deem(hall: str, uid: str) -> None:
    try:
        deem_accepted(uid=UUID(uid))
    except LimitProvisional as unknown:  # somebody has to enter the holidays of that year
        log.warning('deemed_acceptance', hall=hall, case=uid, outcome='left', reason=unknown.code)
        raise


@shared_task(name=CARRY_FILES, base=HallTask)
def carry_files_of_hall(*, hall: str) -> None:
    """Cut the files of one hall that are to leave."""
    log.info('files_cut', hall=hall, count=carry_files())


@shared_task(name='casework.sweep_files')
def sweep_files() -> None:
    """Order, hall by hall, what still is to be cut: the queue was away, or the outbox full (one read of an index)."""
    each(
        halls_with_leaving(timezone.now()),
        lambda hall: carry_files_of_hall.delay(hall=hall),
        task='casework.sweep_files',
    )


@shared_task(name='casework.drop_stale', base=HallTask)
def drop_stale_of_hall(*, hall: str) -> None:
    """Throw away the pieces for which this hall has waited in vain."""
    log.warning('files_dropped', hall=hall, count=drop_stale(timezone.now() - STALE))


@shared_task(name='casework.sweep_arrivals')
def sweep_arrivals() -> None:
    """Order, hall by hall, to throw away pieces of files that never became whole (one read of an index)."""
    each(
        halls_with_stale(timezone.now() - STALE),
        lambda hall: drop_stale_of_hall.delay(hall=hall),
        task='casework.sweep_arrivals',
    )


@shared_task(name='casework.tell_facts_again', base=HallTask)
def tell_facts_of_hall(*, hall: str) -> None:
    """Tell the facts of one hall again that another cell has lost."""
    log.info('facts_told_again', hall=hall, count=tell_facts_again())


@shared_task(name='casework.sweep_facts')
def sweep_facts() -> None:
    """Order, hall by hall, to tell facts again (one read of a table that is mostly empty)."""
    each(halls_with_facts_due(), lambda hall: tell_facts_of_hall.delay(hall=hall), task='casework.sweep_facts')


def _order(found: Iterable[tuple[str, list[UUID]]], order: Task, task: str, *, under: str = 'cases') -> None:
    """Order the hall's part of a sweep, hall by hall."""

    def one(part: tuple[str, list[UUID]]) -> None:
        order.delay(hall=part[0], **{under: [str(uid) for uid in part[1]]})

    each(found, one, task=task, key=lambda part: part[0])
