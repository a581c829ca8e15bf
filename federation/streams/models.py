"""The sender's end of each stream."""

from django.db import models


class Stream(models.Model):
    """Messages of one case from this hall to one other: the next sequence and the hash of the last message.

    In the hall's own schema, so that the row is locked and rolled back with the work it counts. `base` is the sequence
    that the stream had reached when the hall's `epoch` began.
    """

    pk = models.CompositePrimaryKey('subject', 'recipient')
    subject = models.UUIDField()
    recipient = models.CharField(max_length=8)
    next_seq = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    tip = models.CharField(max_length=64)
    epoch = models.IntegerField(db_default=1)
    base = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = 'fed_stream'
