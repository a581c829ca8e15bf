"""The outbox of the cell, and what has left it."""

from django.db import models


class OutgoingRow(models.Model):
    """A message on its way, with its place in the stream; fields as in federation.contracts.envelope.

    `sequence` 0 is a fact or an entry: it belongs to no stream and its own version guards it.
    """

    event_id = models.UUIDField()
    topic = models.CharField(max_length=120)
    key = models.CharField(max_length=80)
    type = models.CharField(max_length=80)
    sender = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    subject = models.UUIDField()
    epoch = models.IntegerField()
    sequence = models.BigIntegerField(db_column='seq')
    base = models.BigIntegerField()
    previous = models.CharField(max_length=64)
    headers = models.JSONField()
    body = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        abstract = True


class OutboxRow(OutgoingRow):
    """Waiting to be sent. Written by every room in its own transaction, read and removed by the relay only.

    `bucket` shares streams out among relays. `not_before` is set on the first row of a stream that failed; the rows
    behind it wait with it.
    """

    bucket = models.SmallIntegerField()
    not_before = models.DateTimeField(null=True)
    attempts = models.IntegerField(db_default=0)
    last_error = models.CharField(max_length=200, db_default='')

    class Meta:
        db_table = 'fed_outbox'
        indexes = [
            models.Index(fields=['topic', 'sender', 'id'], name='outbox_lane'),
            models.Index(fields=['sender', 'created_at'], name='outbox_sender'),
            models.Index(
                fields=['subject', 'sender', 'recipient'],
                name='outbox_held',
                condition=models.Q(not_before__isnull=False),
            ),
            models.Index(fields=['id'], name='outbox_bulk', condition=models.Q(topic__endswith='.bulk')),
        ]


class SentRow(OutgoingRow):
    """Sent and acknowledged by the link (fed_sent): kept to be sent again if a receiver turns out to lack it.

    Streams only; the latest fact of a case can be made again from the case.
    """

    id = models.BigIntegerField(primary_key=True)
    sent_at = models.DateTimeField()

    class Meta:
        db_table = 'fed_sent'
        indexes = [models.Index(fields=['subject', 'sender', 'recipient', 'sequence'], name='sent_stream')]
