"""The read models. Nothing here can lead back to a person or a case: `fact` is an id that appears nowhere else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class KeptFact(models.Model):
    """The newest version of one hall's part in one case (federation.contracts.facts.CaseFact).

    Kept, so that figures can be recounted without asking any hall. `areas` are the areas that it was counted for. The
    newest is that of the highest `epoch`, and in it the highest version.
    """

    fact = models.UUIDField(primary_key=True)
    epoch = models.IntegerField(db_default=1)
    version = models.BigIntegerField()
    hall = models.CharField(max_length=8)
    hall_kind = models.CharField(max_length=10)
    area = models.CharField(max_length=12)
    areas = ArrayField(models.CharField(max_length=12))
    matter = models.CharField(max_length=36)
    at_point = models.BooleanField()
    received_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    forwarded_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    on_the_spot = models.BooleanField()
    due_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)
    delivered_on = models.DateField(null=True)
    rating = models.SmallIntegerField(null=True)
    village = models.CharField(max_length=12, db_default='')

    class Meta:
        db_table = 'insight_fact'
        indexes = [
            models.Index(
                fields=['due_on'], name='fact_late', condition=models.Q(due_on__isnull=False) & ~models.Q(on_time=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.fact)


class DayFigures(models.Model):
    """What happened on one day in one area, by kind of hall and matter; numbers of cases.

    Each fact counts for its own area and all areas above, so a province reads its own rows only, and for the village of
    its township. There is no row a hall: no figure is shown by hall.
    """

    pk = models.CompositePrimaryKey('area', 'day', 'level', 'matter')
    area = models.CharField(max_length=12)
    day = models.DateField()
    level = models.CharField(max_length=10)
    matter = models.CharField(max_length=36)
    received = models.IntegerField(db_default=0)
    received_at_point = models.IntegerField(db_default=0)
    accepted = models.IntegerField(db_default=0)
    forwarded = models.IntegerField(db_default=0)
    decided = models.IntegerField(db_default=0)
    decided_on_the_spot = models.IntegerField(db_default=0)
    on_time = models.IntegerField(db_default=0)
    late = models.IntegerField(db_default=0)
    refused = models.IntegerField(db_default=0)
    withdrawn = models.IntegerField(db_default=0)
    not_accepted = models.IntegerField(db_default=0)
    terminated = models.IntegerField(db_default=0)
    delivered = models.IntegerField(db_default=0)
    rated = models.IntegerField(db_default=0)
    rated_good = models.IntegerField(db_default=0)

    class Meta:
        db_table = 'insight_day'

    def __str__(self) -> str:
        return f'{self.area} {self.day} {self.level} {self.matter}'


class Floor(models.Model):
    """The epoch in which a restored hall has told all its facts anew: what it told before counts no more."""

    hall = models.CharField(max_length=8, primary_key=True)
    epoch = models.IntegerField()

    class Meta:
        db_table = 'insight_floor'

    def __str__(self) -> str:
        return f'{self.hall} {self.epoch}'


class Watermark(models.Model):
    """Up to when a hall's cell has told what happened in that hall."""

    hall = models.CharField(max_length=8, primary_key=True)
    as_of = models.DateTimeField()

    class Meta:
        db_table = 'insight_watermark'

    def __str__(self) -> str:
        return f'{self.hall} {self.as_of}'
