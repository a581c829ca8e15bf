"""Files on their way: one index for all halls of the cell, so that sweeping does not open thousands of schemas."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class FileLeaving(models.Model):
    """A file of a case that another hall is to have (file_leaving): a claim on the bytes, which stay in the storage.

    Its pieces go to the outbox a few at a time; `next` is the first that has not. With the last one the row goes.
    `failed` says why nobody tries any more.
    """

    hall = models.CharField(max_length=8)
    to = models.CharField(max_length=40)
    case = models.UUIDField()
    hash = models.CharField(max_length=64)
    next = models.IntegerField(default=0)
    attempt = models.SmallIntegerField(default=1)
    failed = models.CharField(max_length=20, default='')
    since = models.DateTimeField()
    not_before = models.DateTimeField()

    class Meta:
        db_table = 'file_leaving'
        constraints = [models.UniqueConstraint(fields=['hall', 'to', 'case', 'hash'], name='file_leaves_once')]
        indexes = [
            models.Index(fields=['not_before'], name='file_leaving_due', condition=models.Q(failed='')),
            models.Index(fields=['case'], name='file_leaving_case'),
        ]


class FileArriving(models.Model):
    """A file of which this hall has some pieces, or all before its case (file_arriving); what was taken in has no row.

    `have` lists the pieces in the storage; `whole`: joined, verified and stored. `refused` says why the pieces of this
    attempt were thrown away: later ones of it are not looked at.
    """

    hall = models.CharField(max_length=8)
    sender = models.CharField(max_length=40)
    case = models.UUIDField()
    hash = models.CharField(max_length=64)
    type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    count = models.IntegerField()
    have = ArrayField(models.IntegerField(), default=list)
    whole = models.BooleanField(default=False)
    attempt = models.SmallIntegerField(default=1)
    refused = models.CharField(max_length=20, default='')
    last_at = models.DateTimeField()

    class Meta:
        db_table = 'file_arriving'
        constraints = [models.UniqueConstraint(fields=['hall', 'case', 'hash', 'sender'], name='file_arrives_once')]
        indexes = [
            models.Index(fields=['last_at'], name='file_arriving_age'),
            models.Index(fields=['hall', 'hash'], name='file_arriving_hash'),
        ]
