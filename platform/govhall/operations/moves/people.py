"""The people of a hall that moves: known by their user names, numbered anew in the new cell."""

from datetime import datetime
from typing import Any

import msgspec
from django.utils.dateparse import parse_datetime

from govhall.operations.moves import rows
from govhall.operations.moves.package import Package
from tenants.models import Person


def people_in(package: Package) -> list[dict[str, Any]]:
    """The people of the package, as their table has them."""
    found = [rows.unpacked(package.read(name)) for name in package.names('people/')]
    return [msgspec.json.decode(text) for part in found for text, _ in part]


def strangers(package: Package) -> tuple[list[str], list[str]]:
    """User names that this cell has too: of somebody of the same name, and of somebody of another."""
    wanted = {person['username']: person['name'] for person in people_in(package)}
    here = Person.objects.filter(username__in=list(wanted)).values_list('username', 'name')
    alike = sorted(username for username, name in here if wanted[username] == name)
    return alike, sorted(username for username, name in here if wanted[username] != name)


def bring(package: Package) -> dict[int, int]:
    """Make the people who are not here yet, with their passwords; from their old numbers to those they have here."""
    found = {}
    for entry in people_in(package):
        person = Person.objects.filter(username=entry['username']).first()
        if person is None:
            person = Person.objects.create(
                username=entry['username'],
                name=entry['name'],
                password=entry['password'],
                is_active=entry['is_active'],
                password_given=bool(entry.get('password_given')),
                begins_at=_moment(entry.get('begins_at')),
                ends_at=_moment(entry.get('ends_at')),
                last_login=_moment(entry['last_login']),
            )
        found[int(entry['id'])] = int(person.pk)
    return found


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
