"""Who had what tried again."""

from django.db import models
from django.db.models.functions import Now


class Replay(models.Model):
    """One use of the command (fed_replay), kept before it begins; without a result it broke off."""

    by = models.CharField(max_length=80)
    at = models.DateTimeField(db_default=Now())
    dry_run = models.BooleanField()
    what = models.JSONField()
    result = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = 'fed_replay'
