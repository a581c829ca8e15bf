"""The deadlines that run in the halls of this cell."""

from django.db import models


class Deadline(models.Model):
    """A limit of a case in a hall of this cell: `intake` (five days), `promised` or `statutory`."""

    hall = models.CharField(max_length=8)
    case = models.UUIDField()
    kind = models.CharField(max_length=10)
    due_on = models.DateField()

    class Meta:
        db_table = 'deadline'
        constraints = [models.UniqueConstraint(fields=['hall', 'case', 'kind'], name='deadline_once_a_kind')]
        indexes = [models.Index(fields=['kind', 'due_on', 'hall'], name='deadline_sweep')]
