"""How far the chains of each hall were checked."""

from django.db import models


class ChainCheck(models.Model):
    """The check of one hall: cases changed up to `through` were checked, and of all others those up to `place`.

    A night takes `share` of them, a thirtieth. `faults` are those that stand: case, number, code and sentence of each.
    """

    hall = models.CharField(max_length=8, primary_key=True)
    through = models.DateTimeField(null=True)
    place = models.UUIDField(null=True)
    share = models.IntegerField(default=0)
    checked_at = models.DateTimeField()
    faults = models.JSONField(default=list)

    class Meta:
        db_table = 'chain_check'

    def __str__(self) -> str:
        return f'{self.hall} {self.checked_at}'
