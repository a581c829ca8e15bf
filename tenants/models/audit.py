"""The audit: who did what about rights, people and the cell itself."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now


class AuditEntry(models.Model):
    """One act (审计记录). Rows are only added: a trigger refuses any change, and no running role may try.

    `at` and `login` (the database login that wrote it) are filled by the database: the web may not say them. `who` is
    the person, empty for an operator's command and for the system. No applicant's name or number stands here.
    """

    at = models.DateTimeField(db_default=Now())
    login = models.CharField(max_length=63, db_default='')
    action = models.CharField(max_length=30)
    who = models.BigIntegerField(null=True)
    who_name = models.CharField(max_length=60)
    hall = models.CharField(max_length=8)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=45)

    class Meta:
        db_table = 'tenants_audit'
        ordering = ['-id']
        indexes = [
            models.Index(fields=['hall', 'action', 'id'], name='audit_of_a_hall'),
            models.Index(fields=['who', 'id'], name='audit_of_a_person'),
            models.Index(fields=['action', 'id'], name='audit_of_an_action'),
            models.Index(fields=['subject', 'id'], name='audit_of_a_subject'),
            BrinIndex(fields=['at'], name='audit_by_time'),
        ]

    def __str__(self) -> str:
        return f'{self.id} {self.action} {self.subject}'
