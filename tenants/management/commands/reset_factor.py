"""Take somebody's second factor away: for an operator, when nobody is left who could do it on a page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from tenants.commands import AuditedCommand
from tenants.models import Factor, Person


class Command(AuditedCommand):
    """The person signs in with the password and makes a new one at once; sessions that are open end."""

    help = "Take away a person's second factor, when no security administrator can."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument('username')

    def handle(self, *args: Any, **options: Any) -> None:
        """One person at a time, so that the audit names each."""
        person = Person.objects.filter(username=options['username']).first()
        if person is None:
            raise CommandError(f'{options["username"]} is no user name of this cell')
        if person.factor_since is None:
            raise CommandError(f'{person.username} has no second factor')
        with transaction.atomic():
            Factor.objects.filter(person=person).delete()
            Person.objects.filter(pk=person.pk).update(factor_since=None)
        self.stdout.write(f'{person.username} makes a new second factor at the next sign-in')
