"""Bearer tokens of service accounts: issued by an operator, checked at each request, worth nothing elsewhere."""

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from govhall.kernel.errors import Refused
from tenants.models import AccessToken, Hall, Membership, Person
from tenants.offices import check_offices

LONGEST_DAYS = 366
TOKEN = re.compile(r'ght_([0-9a-f]{12})_[A-Za-z0-9_-]{43}')


class NoServiceAccount(Refused):
    """People sign in themselves; a token in their name would let a program act as them."""

    code = 'NO_SERVICE_ACCOUNT'
    sentence = '“{username}”是能用密码登录的个人账号，不能签发令牌。请为系统另设账号。'


class NotAtThisHall(Refused):
    """A token needs a membership to stand on."""

    code = 'NOT_AT_THIS_HALL'
    sentence = '“{username}”现在不在大厅 {hall} 工作，请先设好岗位。'


class TokenTermTooLong(Refused):
    """Tokens end."""

    code = 'TOKEN_TOO_LONG'
    sentence = '令牌的有效期是 1 到 {most} 天。'


def service_account(*, username: str, name: str, hall: Hall, roles: list[str], department: str = '') -> Person:
    """The account of a department's system, made with its membership if it is new; it has no password.

    An account that exists keeps its name and its memberships. Raises NoServiceAccount for one of a person, TwoOffices.
    """
    known = Person.objects.filter(username=username).first()
    person = known or Person.objects.create_user(username, name)
    _check_account(person)
    now = timezone.now()
    check_offices(roles, hall)
    if roles and not Membership.objects.live(now).filter(person=person, hall=hall).exists():
        Membership.objects.create(person=person, hall=hall, roles=roles, department=department, valid_from=now)
    return person


def issue_token(*, person: Person, hall: Hall, days: int, at: datetime | None = None) -> str:
    """A new token for the account in this hall, to be shown once; `days` is how long it holds.

    Raises NoServiceAccount, NotAtThisHall, TokenTermTooLong.
    """
    at = at or timezone.now()
    _check_account(person)
    if not Membership.objects.live(at).filter(person=person, hall=hall).exists():
        raise NotAtThisHall(username=person.username, hall=hall.code)
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenTermTooLong(most=LONGEST_DAYS)
    handle = secrets.token_hex(6)
    token = f'ght_{handle}_{secrets.token_urlsafe(32)}'
    AccessToken.objects.create(
        handle=handle,
        digest=_digest(token),
        person=person,
        hall=hall,
        issued_at=at,
        valid_to=at + timedelta(days=days),
    )
    return token


def revoke_token(handle: str, *, at: datetime | None = None) -> bool:
    """End the token with that handle now; False if there is none that is not ended already."""
    ended = AccessToken.objects.filter(handle=handle, revoked_at__isnull=True)
    return bool(ended.update(revoked_at=at or timezone.now()))


def person_with(token: str, hall: Hall, *, at: datetime | None = None) -> Person | None:
    """Whose token this is, if it holds for this hall now; None says nothing about why not. One query."""
    handle = handle_of(token)
    if not handle:
        return None
    live = AccessToken.objects.live(at or timezone.now()).select_related('person')
    found = live.filter(handle=handle, hall=hall).first()
    if found is None or not constant_time_compare(found.digest, _digest(token)):
        return None
    return found.person


def handle_of(token: str) -> str:
    """The public beginning of a token; empty for a text that is none."""
    match = TOKEN.fullmatch(token)
    return match[1] if match else ''


def _check_account(person: Person) -> None:
    if person.has_usable_password():
        raise NoServiceAccount(username=person.username)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
