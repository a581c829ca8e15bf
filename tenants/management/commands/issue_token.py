"""Give the system of a department a token for one hall."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from govhall.kernel.errors import Refused
from tenants.commands import AuditedCommand
from tenants.models import Hall
from tenants.roles import Role
from tenants.tokens import handle_of, issue_token, service_account


class Command(AuditedCommand):
    """The token is printed once and kept nowhere."""

    help = 'Print a new token of a service account for a hall; makes the account if --roles says what it may do.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which account, which hall, how long."""
        parser.add_argument('username')
        parser.add_argument('hall', help='code of the hall')
        parser.add_argument('--days', type=int, default=180, help='how long it holds, at most 366')
        parser.add_argument('--name', default='', help='name of the system, as the course of a case shall say it')
        parser.add_argument('--roles', nargs='*', default=[], choices=[role.value for role in Role])
        parser.add_argument('--department', default='')

    def handle(self, *args: Any, **options: Any) -> None:
        """The token on standard output, its handle and end on standard error."""
        hall = Hall.objects.filter(code=options['hall']).first()
        if hall is None:
            raise CommandError(f'no hall {options["hall"]} in this cell')
        try:
            with transaction.atomic():
                person = service_account(
                    username=options['username'],
                    name=options['name'] or options['username'],
                    hall=hall,
                    roles=options['roles'],
                    department=options['department'],
                )
                token = issue_token(person=person, hall=hall, days=options['days'])
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(token)
        self.stderr.write(f'handle {handle_of(token)}, for {options["days"]} days; it is not shown again')
