"""The deadlines that run in the halls of this cell, and the calendar by which they are counted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Deadline(models.Model):
    """A limit of a case in a hall of this cell: `intake` (five days), `promised`, `statutory` and so on.

    `provisional`: it was counted through a year whose holidays were not announced, and is counted again afterwards.
    """

    hall = models.CharField(max_length=8)
    case = models.UUIDField()
    kind = models.CharField(max_length=10)
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)

    class Meta:
        db_table = 'deadline'
        constraints = [models.UniqueConstraint(fields=['hall', 'case', 'kind'], name='deadline_once_a_kind')]
        indexes = [
            models.Index(fields=['kind', 'due_on', 'hall'], name='deadline_sweep'),
            models.Index(fields=['due_on', 'hall'], name='deadline_provisional', condition=models.Q(provisional=True)),
        ]


class HolidayYear(models.Model):
    """What was announced for one year: by the State Council (`province` empty), or by a province over it.

    `off` are the free days, `work` the Saturdays and Sundays that are days of work, `source` the number of the notice.
    """

    year = models.PositiveSmallIntegerField()
    province = models.CharField(max_length=2, blank=True)
    off = ArrayField(models.DateField())
    work = ArrayField(models.DateField())
    source = models.CharField(max_length=100)
    imported_at = models.DateTimeField()
    entered = models.JSONField(default=dict)  # by, by_name, confirmed_by, confirmed_by_name; by a command: login

    class Meta:
        db_table = 'holiday_year'
        constraints = [
            models.UniqueConstraint(fields=['year', 'province'], name='holidays_once_a_year'),
            models.CheckConstraint(condition=~models.Q(source=''), name='holidays_name_their_notice'),
        ]

    def __str__(self) -> str:
        return f'{self.year} {self.province}'.strip()


class HolidayProposal(models.Model):
    """A year that an administrator has proposed on the page and nobody has confirmed yet; nothing counts by it."""

    file = models.JSONField()  # as deadlines.holidays.HolidayFile
    hall = models.CharField(max_length=8)
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = 'holiday_proposal'
        ordering = ['id']

    def __str__(self) -> str:
        return f'{self.file.get("year")} {self.by_name}'
