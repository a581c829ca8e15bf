"""Django's command; a password that an operator sets is changed by its person at the next sign-in."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from tenants.commands import AuditedCommand
from tenants.models import Person


class Command(AuditedCommand, changepassword.Command):
    """Asks for the new password twice, checks it and sets it."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """The command of the framework, then the mark."""
        said: str | None = super().handle(*args, **options)
        Person.objects.filter(username=options['username']).update(password_given=True)
        return said
