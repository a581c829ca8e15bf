"""Seal keys of a local authority, for demo and tests."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from govhall.catalogue.models import Organ
from govhall.documents.keystore import keystore
from tenants.commands import AuditedCommand
from tenants.sweep import Walk


class Command(AuditedCommand):
    """A production cell enters real keys with `import_seal`."""

    help = 'Make a local authority and a seal key for every organ of the catalogue that has none (demo and tests only).'

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused in production: such seals prove nothing."""
        if settings.MODE != 'local':
            raise CommandError('Seals of a local authority prove nothing. Enter the real ones with `import_seal`.')
        store = keystore()

        def make(organ: Organ) -> None:
            fingerprint = store.key(organ.credit_code, name=organ.name).fingerprint
            self.stdout.write(f'{organ.credit_code} {organ.name} {fingerprint}')

        swept = Walk('make_seals', '', key=lambda organ: organ.credit_code, always=True).over(Organ.objects.all(), make)
        if swept.failed:
            raise CommandError(f'{swept.failed} organs failed; govhall set_aside --task make_seals says which and why')
