"""What a restored cell waits for, and what it owes to others that were restored."""

from django.db import models
from django.db.models.functions import Now


class CellAnswer(models.Model):
    """A cell that was asked after a restore of this one (fed_answer).

    `held_at`: it has told what it holds of us. `barred_at`: it has applied all that came before and sent its tips.
    `excused` says why the operator goes on without it.
    """

    cell = models.CharField(max_length=40, primary_key=True)
    epoch = models.IntegerField()
    asked_at = models.DateTimeField(db_default=Now())
    held_at = models.DateTimeField(null=True)
    barred_at = models.DateTimeField(null=True)
    excused = models.CharField(max_length=200, db_default='')

    class Meta:
        db_table = 'fed_answer'


class Fence(models.Model):
    """A hall of this cell that may do nothing to cases from before `since` (fed_fence), until all tips have come."""

    hall = models.CharField(max_length=40, primary_key=True)
    epoch = models.IntegerField()
    since = models.DateTimeField()

    class Meta:
        db_table = 'fed_fence'


class TipCount(models.Model):
    """How many tips of a cell a restored hall has seen (fed_tips); `expected` is empty until that cell has said."""

    pk = models.CompositePrimaryKey('hall', 'cell')
    hall = models.CharField(max_length=40)
    cell = models.CharField(max_length=40)
    epoch = models.IntegerField()
    expected = models.IntegerField(null=True)
    seen = models.IntegerField(db_default=0)
    adopted = models.IntegerField(db_default=0)  # tips that told something new
    differing = models.IntegerField(db_default=0)  # tips with another outcome than this hall has

    class Meta:
        db_table = 'fed_tips'


class PostponedMessage(models.Model):
    """A message that a fenced hall has taken in and may treat only later (fed_postponed); it stands in fed_inbox."""

    hall = models.CharField(max_length=40)
    event_id = models.UUIDField(unique=True)
    reason = models.CharField(max_length=200, db_default='')  # why it could not be treated even then

    class Meta:
        db_table = 'fed_postponed'
        indexes = [models.Index(fields=['hall', 'id'], name='postponed_of_hall')]


class PeerBarrier(models.Model):
    """What a restored cell has asked of this one (fed_barrier), and how far the answer is."""

    cell = models.CharField(max_length=40, primary_key=True)
    epoch = models.IntegerField()
    since = models.DateTimeField()
    heard_at = models.DateTimeField(db_default=Now())
    held_at = models.DateTimeField(null=True)
    barred_at = models.DateTimeField(null=True)

    class Meta:
        db_table = 'fed_barrier'
