"""The events of a case: append-only, chained, held so by the database."""

from datetime import UTC

from django.db import models

from govhall.casework.models.case import Case


class CaseEvent(models.Model):
    """What happened to a case, by whom, where and when; each row carries the hash of the one before.

    A trigger refuses update, delete and truncate, and no role of the running product has the right to try.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name='events')
    seq = models.IntegerField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    hall = models.CharField(max_length=8)
    actor = models.IntegerField(null=True)  # the person; empty for the system and for messages
    actor_name = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = 'casework_event'
        ordering = ['case_id', 'seq']
        constraints = [models.UniqueConstraint(fields=['case', 'seq'], name='event_order_of_a_case')]

    def body(self) -> dict[str, object]:
        """What the hash covers."""
        return {
            'case': str(self.case_id),
            'seq': self.seq,
            'kind': self.kind,
            'at': self.at.astimezone(UTC).isoformat(),  # as the database gives it back
            'hall': self.hall,
            'actor': self.actor,
            'actor_name': self.actor_name,
            'data': self.data,
        }
