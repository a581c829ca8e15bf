"""What processes say about themselves."""

from django.db import models
from django.db.models.functions import Now


class Heartbeat(models.Model):
    """A relay or an intake (fed_health): that it lives, and its own counters; gone a day after its last beat."""

    process = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=12)  # relay, intake
    at = models.DateTimeField(db_default=Now())
    state = models.JSONField()

    class Meta:
        db_table = 'fed_health'
