"""Enter an organ's real seal key into the cell's keystore."""

from pathlib import Path
from typing import Any

from cryptography import x509
from django.core.management.base import CommandError

from govhall.catalogue.models import Organ
from govhall.documents.keystore import NoSealKey, WrongMasterKey, keystore
from govhall.doors.lists import UnreadableList, content_of
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """The file is stored again under a word derived from GOVHALL_MASTER_KEY; delete the given one afterwards."""

    help = 'Import a PKCS#12 file as the seal key of an organ.'

    def add_arguments(self, parser: Any) -> None:
        """The word is read from a file: on a command line everybody on the machine could read it."""
        parser.add_argument('organ', help='unified social credit code')
        parser.add_argument('file', type=Path)
        parser.add_argument('--word-file', type=Path, required=True, help='file that holds the password of FILE')
        parser.add_argument('--root', type=Path, help="PEM certificate of the authority, if FILE doesn't hold it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Says whose certificate was taken."""
        organ = Organ.objects.filter(credit_code=options['organ']).first()
        if organ is None:
            raise CommandError(f'No organ {options["organ"]} in the catalogue.')
        try:
            word = content_of(options['word_file']).strip()
            data = content_of(options['file'])
            root = x509.load_pem_x509_certificate(content_of(options['root'])) if options['root'] else None
        except UnreadableList as error:
            raise CommandError(str(error)) from error
        except ValueError as error:
            raise CommandError(f'{options["root"]} holds no certificate in PEM.') from error
        try:
            fingerprint = keystore().store(organ.credit_code, data, word)
        except (NoSealKey, WrongMasterKey) as error:
            raise CommandError('The file holds no RSA or EC key with its certificate, or the word is wrong.') from error
        if root:
            keystore().trust(root)
        self.stdout.write(f'{organ.name}: {fingerprint}')
