"""The facts topic has lost what nobody had read: its retention ran out, or an operator deleted records."""

from typing import Any

from django.db import transaction

from federation.acks.lost_facts import ask_for_facts
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """Run with the intake's role. A topic that was made again needs no command: the intake asks by itself."""

    help = 'Ask all cells to tell this one again how the cases of their halls count.'

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask; may be repeated."""
        with transaction.atomic():
            count = ask_for_facts()
        self.stdout.write(f'{count} cells were asked; what they tell again is counted once.')
