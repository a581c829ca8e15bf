"""The end of a hall by a merger: nothing begins in it while it is closed, and its people are told where to go."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from govhall.kernel.errors import Refused
from tenants.models import Area, Hall, Membership, Person, Point
from tenants.provisioning import DIGITS, block_of
from tenants.roles import Role

LOCKS = 'hall'


class HallMoved(Refused):
    """The hall of the address was merged into another one; `href` in the details leads to where the person goes on."""

    code = 'HALL_MOVED'
    sentence = '{hall}已撤并，由{successor}承接，这里不再办理业务。'


def lock_shared(code: str) -> None:
    """Until the transaction ends nobody may close the hall; what begins in it takes this lock."""
    _lock('pg_advisory_xact_lock_shared', code)


def lock_alone(code: str) -> None:
    """Wait until nothing begins in the hall, and let nothing begin until the transaction ends."""
    _lock('pg_advisory_xact_lock', code)


def check_moved(person: Person, hall: Hall) -> None:
    """Tell who once worked in a closed hall where its successor is. Raises HallMoved; strangers learn nothing.

    Read anew, because a request may know the hall as it was half a minute ago.
    """
    now = Hall.objects.filter(pk=hall.pk).exclude(successor_code='').first()
    if now is None or not Membership.objects.filter(person=person, hall=hall).exists():
        return
    work = Membership.objects.live(timezone.now()).filter(person=person, hall__closed_on=None).select_related('hall')
    went = work.order_by('-valid_from').first()  # of a hall that was split each went their own way
    successor = went.hall if went else Hall.objects.filter(code=now.successor_code).first()
    if successor is not None:
        raise HallMoved(hall=now.name, successor=successor.name, href=f'/h/{successor.slug}/')


def _lock(function: str, code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {function}(hashtext(%s), hashtext(%s))', [LOCKS, code])


def close_hall(hall: Hall, *, on: date, successor: str) -> None:
    """Mark the hall closed from this day; its schema, its address and its code stay."""
    Hall.objects.filter(pk=hall.pk).update(closed_on=on, successor_code=successor)


def move_point(point: Point, *, to: Hall, code: str) -> Point:
    """Let a village point go on under another hall, where it numbers from a block of its own.

    The old one stays, inactive: numbers that begin with the closed hall's code were made there.
    """
    Point.objects.filter(pk=point.pk).update(active=False)
    known = Point.objects.filter(hall=to, code=code).first()
    if known is not None:
        Point.objects.filter(pk=known.pk).update(active=True)
        return known
    return Point.objects.create(hall=to, code=code, name=point.name, block=_free_block(to))


def move_people(hall: Hall, *, wanted: Mapping[str, Mapping[str, Any]], at: datetime) -> None:
    """End the memberships in a hall at a moment and begin those wanted (by user name) in another one (`hall`).

    Who only supervises keeps reading the old hall. Letters of authorisation do not move: they name a hall.
    """
    for membership in Membership.objects.live(at).filter(hall=hall).select_related('person'):
        if set(membership.roles) <= {Role.SUPERVISOR}:
            continue
        Membership.objects.filter(pk=membership.pk).update(valid_to=at)
        place = wanted.get(membership.person.username)
        if place is None:
            continue
        kept = {name: getattr(membership, name) for name in ('roles', 'department', 'section', 'point')}
        changed = {name: value for name, value in place.items() if name in kept and value is not None}
        Membership.objects.create(person=membership.person, hall=place['hall'], valid_from=at, **(kept | changed))


def keep_people(hall: Hall, usernames: Collection[str], *, roles: Collection[Role], at: datetime) -> None:
    """Let some whose membership in a hall ends at a moment go on there, in such of their roles as are named."""
    for membership in Membership.objects.filter(hall=hall, valid_to=at, person__username__in=usernames):
        kept = [role for role in membership.roles if role in roles]
        if kept:
            Membership.objects.create(person_id=membership.person_id, hall=hall, valid_from=at, roles=kept)


def replace_areas(
    *, closed: Mapping[str, Sequence[str]], opened: Sequence[tuple[str, str, str, str]], on: date
) -> None:
    """Close rows of the register with their successors' codes and open new ones (code, name, level, parent)."""
    with transaction.atomic():
        for code, successors in closed.items():
            standing = Area.objects.filter(code=code, valid_to__isnull=True).exclude(valid_from__gte=on)
            standing.update(valid_to=on, successor_codes=list(successors))
        for code, name, level, parent in opened:
            if not Area.objects.filter(Q(valid_to__isnull=True) | Q(valid_from=on), code=code).exists():
                Area.objects.create(code=code, name=name, level=level, parent_code=parent, valid_from=on)


def _free_block(hall: Hall) -> str:
    taken = set(Point.objects.filter(hall=hall).values_list('block', flat=True))
    blocks = (block_of(place) for place in range(len(DIGITS) * (len(DIGITS) - 1)))
    return next(block for block in blocks if block not in taken)
