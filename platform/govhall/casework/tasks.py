"""Background work of casework: the daily sweep of the five-day limit."""

from datetime import date, timedelta
from uuid import UUID

import structlog
from celery import shared_task
from django.utils import timezone

from federation.acks.lost_facts import halls_with_facts_due
from govhall.casework.acts.deem_accepted import LimitProvisional
from govhall.casework.acts.deem_renewed import deem_renewed
from govhall.casework.refusals import NoSuchCase
from govhall.casework.rules.transitions import NotHolder, NotNow
from govhall.casework.services.change import HallFenced
from govhall.casework.services.lapse import deem_accepted
from govhall.casework.services.recount import recount
from govhall.casework.services.resend_facts import tell_facts_again
from govhall.deadlines.calendar import refresh
from govhall.deadlines.services import countable_again, counted_through, passed, years_entered_since
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.china import CHINA
from tenants.sweep import each
from tenants.tasks import HallTask, order_halls

log = structlog.get_logger(__name__)


@shared_task(name='casework.sweep_intake')
def sweep_intake() -> None:
    """Order, hall by hall, what passed its five working days without notice (one read of the public index)."""
    today = timezone.now().astimezone(CHINA).date()
    order_halls(passed('intake', today=today), deem_accepted_in_hall, 'casework.sweep_intake')


@shared_task(name='casework.sweep_renewals')
def sweep_renewals() -> None:
    """Order, hall by hall, the renewals whose validity ended undecided (§50)."""
    today = timezone.now().astimezone(CHINA).date()
    order_halls(passed('renewal', today=today), deem_renewed_in_hall, 'casework.sweep_renewals')


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
    order_halls(countable_again(known_until=known), recount_in_hall, 'casework.sweep_provisional')


@shared_task(name='casework.sweep_year')
def sweep_year(*, year: int) -> None:
    """Order, hall by hall, to count again every limit in a year whose calendar was changed, firm ones too."""
    refresh(now=True)
    order_halls(counted_through(year), recount_in_hall, 'casework.sweep_year')


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


@shared_task(name='casework.tell_facts_again', base=HallTask)
def tell_facts_of_hall(*, hall: str) -> None:
    """Tell the facts of one hall again that another cell has lost."""
    log.info('facts_told_again', hall=hall, count=tell_facts_again())


@shared_task(name='casework.sweep_facts')
def sweep_facts() -> None:
    """Order, hall by hall, to tell facts again (one read of a table that is mostly empty)."""
    each(halls_with_facts_due(), lambda hall: tell_facts_of_hall.delay(hall=hall), task='casework.sweep_facts')
