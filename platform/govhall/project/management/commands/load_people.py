"""Load the people of a cell with their memberships and letters of authorisation."""

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from govhall.catalogue.acts.appoint_chief import appoint_chief
from govhall.catalogue.departments import department_code
from govhall.catalogue.services.authorisations import authorise
from govhall.doors.lists import content_of
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.project.people_file import MembershipEntry, PersonEntry, UnreadablePeople, read_people_file
from tenants.commands import AuditedCommand
from tenants.models import Hall, Membership, Person
from tenants.offices import check_offices
from tenants.passwords import weaknesses

AT_ONCE = 4


class Command(AuditedCommand):
    """Each person: username, name, password, memberships (hall, roles, department, section, point, powers and
    their `matters`).

    `heads` is the credit code of the organ whose head the person is, with the power `head`. Place and letter hold
    from the day `since`, or from now on.
    With an `appointment` (`department` by code, `document`) the person is that department's chief representative.
    """

    help = 'Load people from a JSON file; who is there already only gets the password of the file.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file; it holds passwords, so keep it readable by its owner only."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--own', action='store_true', help='the people chose these passwords: none need be changed')

    def handle(self, *args: Any, **options: Any) -> None:
        """All or nothing; a fault ends the command with the sentence that says what to correct."""
        try:
            people = read_people_file(content_of(options['file']))
            for entry in people:
                _check_password(entry)
            hashes = _hashes(people)
            with transaction.atomic():
                for entry in people:
                    known = Person.objects.filter(username=entry.username).first()
                    person = known or Person(username=entry.username, name=entry.name)
                    person.password, person.password_given = hashes[entry.username], not options['own']
                    person.save(update_fields=['password', 'password_given'] if known else None)
                    if known is None:
                        _give_places(person, entry)
        except Refused as error:
            raise CommandError(f'{options["file"]}: {error}') from error
        self.stdout.write(f'{Person.objects.count()} people')


def _hashes(people: Sequence[PersonEntry]) -> dict[str, str]:
    """By user name; each takes a third of a second of a core and 100 MB of memory, so a few at a time."""
    with ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as hashing:
        made = hashing.map(make_password, [person.password for person in people])
        return dict(zip([person.username for person in people], made, strict=True))


def _give_places(person: Person, one: PersonEntry) -> None:
    for place in one.memberships:
        start = datetime.combine(place.since, time(), CHINA) if place.since else timezone.now()
        hall = Hall.objects.filter(code=place.hall).first()
        if hall is None:
            raise UnreadablePeople(why=f'{one.username} 所在的大厅 {place.hall} 不在本节点')
        check_offices(place.roles, hall)
        if hall.memberships.filter(person=person).exists():
            raise UnreadablePeople(why=f'{one.username} 在大厅 {place.hall} 写了两次')
        Membership.objects.create(
            person=person,
            hall=hall,
            roles=place.roles,
            department=department_code(place.department),
            section=place.section,
            point=place.point,
            valid_from=start,
        )
        if place.powers:
            authorise(
                person_id=person.pk,
                hall=hall.code,
                powers=place.powers,
                matters=_matters(one, place),
                document=place.document,
                valid_from=start,
                organ=place.heads or '',
            )
        if place.appointment:
            told = place.appointment
            appoint_chief(hall=hall.code, person_id=person.pk, department=told.department, document=told.document)


def _matters(one: PersonEntry, place: MembershipEntry) -> list[str] | None:
    """The matters of a letter; None for all of them, which the file must say as `"all"`."""
    if place.matters == 'all':
        return None
    if not place.matters:
        raise CommandError(f'{one.username}: a letter needs "matters": a list of codes, or "all"')
    return list(place.matters)


def _check_password(one: PersonEntry) -> None:
    if wrong := weaknesses(one.password):
        raise CommandError(f'{one.username}: {" ".join(wrong)}')
