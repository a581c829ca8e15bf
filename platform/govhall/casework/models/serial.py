"""The serial numbers of a day."""

from django.db import models


class Serial(models.Model):
    """The last serial that a block (the counter, or a village point) has given out on a day."""

    block = models.CharField(max_length=2)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = 'casework_serial'
        constraints = [models.UniqueConstraint(fields=['block', 'day'], name='serial_block_day')]
