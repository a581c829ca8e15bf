"""Load the people of a cell with their memberships and letters of authorisation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, cast

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from govhall.catalogue.centre import appoint_chief
from govhall.catalogue.services.authorising import authorise
from govhall.doors.lists import read_list
from govhall.kernel.errors import Refused
from govhall.kernel.typed import line, login
from tenants.commands import AuditedCommand
from tenants.models import Hall, Membership, Person
from tenants.passwords import weaknesses
from tenants.roles import Role


class Command(AuditedCommand):
    """Each person: username, name, password, memberships (hall, roles, department, point, powers and their `matters`).

    `heads` is the credit code of the organ whose head the person is, with the power `head`.
    With an `appointment` (`department` by code, `document`) the person is that department's chief representative.
    """

    help = 'Load people from a JSON file; who is there already only gets the password of the file.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; it holds passwords, so keep it readable by its owner only."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--own', action='store_true', help='the people chose these passwords: none need be changed')

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing."""
        people = _people(options['file'])
        with transaction.atomic():
            for one in people:
                _check_password(one)
                known = Person.objects.filter(username=one['username']).first()
                if known is None:
                    self._load(one, given=not options['own'])
                else:
                    known.set_password(one['password'])
                    known.password_given = not options['own']
                    known.save(update_fields=['password', 'password_given'])
        self.stdout.write(f'{Person.objects.count()} people')

    def _load(self, one: dict[str, Any], *, given: bool) -> None:
        person = Person.objects.create_user(one['username'], one['name'], one['password'])
        person.password_given = given
        person.save(update_fields=['password_given'])
        now = timezone.now()
        for place in one['memberships']:
            hall = Hall.objects.get(code=place['hall'])
            Membership.objects.create(
                person=person,
                hall=hall,
                roles=[Role(role) for role in place['roles']],
                department=place.get('department', ''),
                point=place.get('point', ''),
                valid_from=now,
            )
            if place.get('powers'):
                authorise(
                    person_id=person.pk,
                    hall=hall.code,
                    powers=place['powers'],
                    matters=_matters(one, place),
                    document=place['document'],
                    valid_from=now,
                    organ=place.get('heads', ''),
                )
            if place.get('appointment'):
                appoint_chief(hall=hall.code, person_id=person.pk, **place['appointment'])


def _matters(one: dict[str, Any], place: dict[str, Any]) -> list[str] | None:
    """The matters of a letter; None for all of them, which the file must say as `"all"`."""
    matters = place.get('matters')
    if matters == 'all':
        return None
    if not matters:
        raise CommandError(f'{one["username"]}: a letter needs "matters": a list of codes, or "all"')
    return list(matters)


def _people(file: Path) -> list[dict[str, Any]]:
    try:
        found = cast('list[dict[str, Any]]', read_list(file.read_bytes()))
    except (OSError, Refused) as error:
        raise CommandError(f'{file}: {error}') from error
    return [one | {'username': login(one['username']), 'name': line(one['name'])} for one in found]


def _check_password(one: dict[str, Any]) -> None:
    wrong = weaknesses(one['password'])
    if wrong:
        raise CommandError(f'{one["username"]}: {" ".join(wrong)}')
