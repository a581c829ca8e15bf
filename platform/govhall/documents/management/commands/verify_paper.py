"""Check a sealed paper and its case's chain of events; asks no database."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from govhall.documents.keystore import ROOTS
from govhall.documents.proof import main


class Command(BaseCommand):
    """The same as `python -m govhall.documents.proof`, trusting the roots of this cell's keystore."""

    help = 'Check the seal of a PDF and, with --chain, the exported events of its case; needs no database.'
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Hand all words over: the checker has its own."""
        sys.exit(main(argv[2:], roots=settings.DATA / 'keystore' / ROOTS))

    def handle(self, *args: Any, **options: Any) -> None:
        """Only reached by `call_command`, which has no words to hand over. Raises CommandError."""
        raise CommandError('run it as a program: verify_paper FILE, or call govhall.documents.proof.main')
