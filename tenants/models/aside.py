"""What background work could not do, item by item."""

from django.db import models


class SetAside(models.Model):
    """An item over which a sweep or a command stumbled (set_aside); the others went on, and it is tried again.

    `item` is a key without personal data: a number of a row, the code of a hall, a path. `error` is the class of what
    was raised, `reason` its code or its place in the program. Done at last, the row goes.
    """

    task = models.CharField(max_length=60)  # as in the schedule, or the command's name
    hall = models.CharField(max_length=8, blank=True)
    item = models.CharField(max_length=250)
    error = models.CharField(max_length=60)
    reason = models.CharField(max_length=120)
    tries = models.IntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    not_before = models.DateTimeField()

    class Meta:
        db_table = 'set_aside'
        constraints = [models.UniqueConstraint(fields=['task', 'hall', 'item'], name='set_aside_once')]

    def __str__(self) -> str:
        return f'{self.task} {self.hall} {self.item}'
