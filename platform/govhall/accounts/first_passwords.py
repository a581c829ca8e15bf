"""First passwords (首次密码): made by the server, shown once on paper, and changed at the first sign-in."""

import os
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tenants.access import Actor
from tenants.accounts import give_password
from tenants.models import Person

LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'  # none that is read as another
PARTS, LENGTH = 3, 4
AT_ONCE = 2  # each hash takes a third of a second of a core and 100 MB of memory


class Slip(NamedTuple):
    """What stands on the paper that a person gets."""

    name: str
    username: str
    password: str


def give_first_passwords(people: Sequence[Person], *, asker: Actor) -> list[Slip]:
    """New first passwords for these people, all or none; what they are is nowhere else. Raises AccountNotYours."""
    slips = [Slip(person.name, person.username, _made()) for person in people]
    with ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as hashing:
        hashes = list(hashing.map(make_password, [slip.password for slip in slips]))
    with transaction.atomic():
        for person, made in zip(people, hashes, strict=True):
            give_password(asker=asker, whose=person.pk, made=made)
    return slips


def _made() -> str:
    return '-'.join(''.join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(PARTS))
