"""Who worked in a hall during some days, with which letters."""

from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from govhall.attendance.letters_covered import HeldLetter
from govhall.catalogue.models import Authorisation
from govhall.catalogue.window_powers import end_of
from tenants.models import Hall, Membership


def worked_during(hall: Hall, first: date, last: date) -> QuerySet[Membership]:
    """The memberships that hold on all of these days, with their people; who may sign in, by name."""
    rows = Membership.objects.filter(hall=hall, valid_from__lte=end_of(first), person__is_active=True)
    lasting = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=end_of(last)))
    return lasting.select_related('person').order_by('person__name', 'person__username', 'id')


def held_during(hall: str, person: int, begin: datetime, end: datetime, *, throughout: bool) -> list[HeldLetter]:
    """The person's letters that hold at any moment of the time, or `throughout`: at every one. One statement."""
    first, last = (begin, end) if throughout else (end, begin)
    rows = Authorisation.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=last),
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=last),
        hall_code=hall,
        person_id=person,
        valid_from__lte=first,
    )
    return [
        HeldLetter(frozenset(powers), None if matters is None else frozenset(matters))
        for powers, matters in rows.values_list('powers', 'matters')
    ]


def one_at_a_time(hall: str) -> None:
    """Wait for whoever changes leave or duty of the hall: two who stand in for each other would both be away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('govhall.attendance'), hashtext(%s))", [hall])
