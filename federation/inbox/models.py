"""What the receiving cell remembers: a cursor a stream, an offset a partition, what waits and what was set aside."""

from django.db import models
from django.db.models.functions import Now


class StreamCursor(models.Model):
    """The receiver's end of a stream (fed_cursor): how far it was applied and whether it may go on.

    Never purged: a stream without its cursor would take its first message a second time.
    """

    pk = models.CompositePrimaryKey('subject', 'sender', 'recipient')
    subject = models.UUIDField()
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    last_seq = models.BigIntegerField(default=0)
    tip = models.CharField(max_length=64)
    epoch = models.IntegerField(default=1)
    conflict_epoch = models.IntegerField(default=0)
    state = models.CharField(max_length=8, default='ok')  # federation.inbox.rules.StreamState
    receipt_due = models.BooleanField(db_default=False)  # moved since its sender was last told

    class Meta:
        db_table = 'fed_cursor'
        indexes = [
            models.Index(fields=['state'], name='cursor_stopped', condition=~models.Q(state='ok')),
            models.Index(fields=['sender'], name='cursor_receipt_due', condition=models.Q(receipt_due=True)),
        ]


class ParkedMessage(models.Model):
    """A message that cannot be applied yet (fed_parked): ahead of a gap, a poison one, or behind one."""

    subject = models.UUIDField()
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    sequence = models.BigIntegerField(db_column='seq')
    epoch = models.IntegerField()
    type = models.CharField(max_length=80)
    headers = models.BinaryField()
    body = models.BinaryField()
    reason = models.CharField(max_length=200)
    tries = models.SmallIntegerField(db_default=0)  # since it was parked
    parked_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_parked'
        constraints = [
            models.UniqueConstraint(
                fields=['subject', 'sender', 'recipient', 'sequence', 'epoch'], name='parked_once_a_place'
            )
        ]


class QuarantinedRecord(models.Model):
    """A record that belongs to no stream that we could trust (fed_quarantine), byte for byte, with where it lay."""

    topic = models.CharField(max_length=120)
    partition = models.IntegerField()
    position = models.BigIntegerField()
    key = models.BinaryField(null=True)
    headers = models.BinaryField()
    value = models.BinaryField(null=True)
    reason = models.CharField(max_length=200)
    tries = models.SmallIntegerField(db_default=0)  # since it was set aside
    quarantined_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_quarantine'
        constraints = [
            models.UniqueConstraint(fields=['topic', 'partition', 'position'], name='quarantined_once_a_position')
        ]


class DroppedRecords(models.Model):
    """How many records of a partition were not kept, because the quarantine of their topic was full (fed_let_go).

    No receipt names them: what a hall of this federation said among them, it says again.
    """

    pk = models.CompositePrimaryKey('topic', 'partition')
    topic = models.CharField(max_length=120)
    partition = models.IntegerField()
    records = models.BigIntegerField()
    first_position = models.BigIntegerField()
    last_position = models.BigIntegerField()
    since = models.DateTimeField(db_default=Now())
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_let_go'


class AppliedMessage(models.Model):
    """A message as it arrived and took effect (fed_inbox): the receiver's evidence, in partitions by month.

    Written in the transaction of the effect; `headers` hold signature and proof. `said_at` is the time in the envelope.
    Not what repetition is noticed by: that is the cursor.
    """

    event_id = models.UUIDField(primary_key=True)
    subject = models.UUIDField()
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    sequence = models.BigIntegerField(db_column='seq')
    epoch = models.IntegerField()
    type = models.CharField(max_length=80)
    previous = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    headers = models.BinaryField()
    body = models.BinaryField()
    said_at = models.DateTimeField()
    applied_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_inbox'
        indexes = [
            models.Index(fields=['subject', 'sender', 'recipient', 'sequence'], name='inbox_stream'),
            models.Index(fields=['said_at'], name='inbox_said'),
        ]


class KnownTopic(models.Model):
    """The id of a topic to which the positions belong (fed_topic): made again, it has another, and they begin anew."""

    topic = models.CharField(max_length=120, primary_key=True)
    generation = models.CharField(max_length=40)

    class Meta:
        db_table = 'fed_topic'


class PartitionOffset(models.Model):
    """The first position of a partition that is not applied yet (fed_offset); written with the effects."""

    pk = models.CompositePrimaryKey('topic', 'partition')
    topic = models.CharField(max_length=120)
    partition = models.IntegerField()
    next_offset = models.BigIntegerField()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_offset'
