"""What pages of this cell have published last of each entry of the catalogue."""

from django.db import models


class Publication(models.Model):
    """The newest version of an entry that a page has published, by the key under which the topic keeps it.

    It takes effect when it has come back over the topic; until then the next one would be made from what it replaces.
    """

    key = models.CharField(max_length=160, primary_key=True)
    version = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = 'catalogue_publication'

    def __str__(self) -> str:
        return f'{self.key} {self.version}'
