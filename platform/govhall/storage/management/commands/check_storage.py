"""Try the storages of the cell: write, read, list and delete a small object in each."""

from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from govhall.kernel.errors import Later

STORAGES = ('materials', 'archives', 'papers')


class Command(BaseCommand):
    """`check_storage`: says in a sentence which storage can't be used and why."""

    help = 'Write, read and delete a small object in every storage of the settings'

    def handle(self, *args: object, **options: object) -> None:
        """Ends with an error at the first storage that fails; nothing stays behind."""
        for name in STORAGES:
            if name not in settings.STORAGES:
                continue
            content, path = token_hex(16).encode(), f'check/{token_hex(8)}'
            storage = storages[name]
            try:
                storage.save(path, ContentFile(content))
                with storage.open(path) as file:
                    same = file.read() == content
                storage.delete(path)
            except (OSError, Later) as error:
                raise CommandError(f'{name}: {error}') from error
            if not same:
                raise CommandError(f'{name}: 读回的内容和写入的不一样。')
            self.stdout.write(f'{name}: ok')
