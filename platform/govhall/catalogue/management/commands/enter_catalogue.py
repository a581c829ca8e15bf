"""Enter the catalogue at the province's cell and publish it to every cell."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import CommandError
from rich.console import Console

from govhall.catalogue.services import ImportOutcome, enter_catalogue, enter_with_quarantine
from govhall.catalogue.services.form_files import FormFile, form_file, with_forms
from govhall.doors.lists import content_of, read_object
from govhall.kernel.errors import Refused
from tenants.commands import AuditedCommand


class Command(AuditedCommand):
    """`enter_catalogue FILE`: organs, departments, matters, guides and grants of one JSON file, all or nothing.

    With `--forms`, each JSON file of the folder (or the one file) is the form of one of its matters.
    With `--quarantine`, for a list from another system: the good rows are entered, the others kept with their reasons.
    """

    help = 'Check the catalogue in FILE (JSON), keep what is newer and publish it to every cell'

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what to do with bad rows."""
        parser.add_argument('file', type=Path)
        parser.add_argument('--quarantine', action='store_true')
        parser.add_argument('--forms', type=Path, metavar='FOLDER')

    def handle(self, *args: object, **options: object) -> None:
        """Enter the file; a fault in it ends the command with the sentence that says what to correct."""
        file = Path(str(options['file']))
        console = Console(stderr=True)
        try:
            with console.status(f'Entering {file.name}'):
                data = read_object(content_of(file))
                if options['forms']:
                    data = with_forms(data, _forms(Path(str(options['forms']))))
                entered = (
                    enter_with_quarantine(data, source=file.name) if options['quarantine'] else enter_catalogue(data)
                )
        except Refused as error:
            raise CommandError(f'{file}: {error}') from error
        self.stdout.write(f'{entered.stored} entries published, {entered.unchanged} known already')
        if isinstance(entered, ImportOutcome) and entered.quarantined:
            self.stdout.write(f'{entered.quarantined} rows in quarantine')


def _forms(place: Path) -> list[FormFile]:
    """The forms in the JSON files of a folder, or in the one file. Raises CommandError, which names the file."""
    files = sorted(place.glob('*.json')) if place.is_dir() else [place]
    if not files:
        raise CommandError(f'{place}: no .json file is in this folder')
    return [_form(file) for file in files]


def _form(file: Path) -> FormFile:
    try:
        return form_file(read_object(content_of(file)))
    except Refused as error:
        raise CommandError(f'{file}: {error}') from error
