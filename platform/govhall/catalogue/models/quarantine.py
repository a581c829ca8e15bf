"""Rows of other systems that can't be read: kept with the reasons until somebody has looked."""

from django.db import models


class Quarantined(models.Model):
    """One row of an import that breaks a rule (隔离的脏数据); the good rows of the same file were entered.

    `kind` is the part of the catalogue, `key` how the row named itself, `reasons` Chinese sentences.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    source = models.CharField(max_length=120)
    row = models.JSONField()
    reasons = models.JSONField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = 'catalogue_quarantine'
        ordering = ['kind', 'key']
        constraints = [models.UniqueConstraint(fields=['kind', 'key'], name='row_in_quarantine_once')]

    def __str__(self) -> str:
        return f'{self.kind} {self.key}'
