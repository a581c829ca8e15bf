"""Administrative divisions (行政区划)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Area(models.Model):
    """A row of the division code table with its dates (GB/T 2260, GB/T 10114); never the key of a hall.

    Codes change when townships merge, so a row is closed by `valid_to` and never edited in place.
    """

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=64)
    level = models.CharField(max_length=10)  # province | city | county | township
    parent_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor_codes = ArrayField(models.CharField(max_length=12), default=list)

    class Meta:
        db_table = 'tenants_area'
        constraints = [models.UniqueConstraint(fields=['code', 'valid_from'], name='area_code_once_a_day')]
        indexes = [models.Index(fields=['parent_code'], name='area_parent')]

    def __str__(self) -> str:
        return self.name
