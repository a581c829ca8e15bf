"""After a restore: payment orders go on behind the numbers that are forgotten."""

from datetime import datetime

from django.utils import timezone

from federation.repair.registry import restarts_hall
from govhall.billing.services.orders import ORDERS
from govhall.casework.services.serials import leave_gaps
from govhall.kernel.china import CHINA


@restarts_hall
def number_orders_behind_the_gap(since: datetime) -> None:
    """Numbers of orders that were given out after the backup are never given out again."""
    leave_gaps([ORDERS], timezone.now().astimezone(CHINA).date())
