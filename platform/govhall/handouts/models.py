"""The files that materials hand out."""

from django.db import models


class HandedOutContent(models.Model):
    """A blank form or a sample by its content: the pieces that are here, each by its own hash in the store.

    `pieces` goes from the number of a piece to its hash. Rows are never deleted: old versions of matters name them.
    """

    hash = models.CharField(max_length=64, primary_key=True)
    type = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    count = models.PositiveSmallIntegerField()
    pieces = models.JSONField(default=dict)

    class Meta:
        db_table = 'handouts_file'

    def __str__(self) -> str:
        return self.hash

    @property
    def is_whole(self) -> bool:
        """Whether every piece is here."""
        return len(self.pieces) == self.count
