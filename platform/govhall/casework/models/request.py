"""Requests to the holder of a case."""

from django.db import models

from govhall.casework.models.case import Case

CONSULTATIONS = ('assist', 'oversight')  # kinds of requests that ask another hall for its word, not for the case


class CaseRequest(models.Model):
    """A hall that does not hold a case asks the holder for something; answered exactly once."""

    uid = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name='requests')
    kind = models.CharField(max_length=12)  # withdraw | supplement
    asked_by = models.CharField(max_length=8)  # the hall where the applicant stands
    came_from = models.CharField(max_length=8, blank=True)  # whom to answer: a neighbour, or this hall; else empty
    asked_at = models.DateTimeField()
    asked_hash = models.CharField(max_length=64, blank=True, db_default='')  # of the message that asked this hall
    section = models.CharField(
        max_length=100, blank=True, db_default=''
    )  # code of the department of this hall that was asked
    reason = models.CharField(max_length=300, blank=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = 'casework_request'
        indexes = [
            models.Index(fields=['section'], name='request_of_section', condition=~models.Q(section='')),
            # Asked of this hall by another and not answered: few, however many were answered before.
            models.Index(
                fields=['case'],
                name='request_waits',
                condition=models.Q(granted__isnull=True) & ~models.Q(came_from=''),
            ),
        ]
