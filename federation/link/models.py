"""The log table of the direct link."""

from django.db import models
from django.db.models.functions import Now


class LogRecord(models.Model):
    """A record on the direct link (fed_log): what Kafka keeps for others, kept in PostgreSQL for a single cell.

    `id` is the position. Rows are only ever added, by one relay at a time.
    """

    topic = models.CharField(max_length=120)
    key = models.BinaryField()
    headers = models.BinaryField()
    value = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = 'fed_log'
        indexes = [models.Index(fields=['topic', 'id'], name='log_topic')]
