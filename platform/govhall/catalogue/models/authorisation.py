"""Authorisations: the personal powers of the people who act for a hall."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q

from govhall.kernel.ids import new_uid
from tenants.compiled_query import Param


class AuthorisationQuerySet(models.QuerySet['Authorisation']):
    """Reads of authorisations; what counts as live is said once, here."""

    def live(self, at: datetime | Param) -> Self:
        """Authorisations in force at a moment if, and only if, begun, not ended and not revoked by then."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gt=at),
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=at),
            valid_from__lte=at,
        )

    def covering(self, matter: str | Param | OuterRef) -> Self:
        """Those for this matter: it is named, or the letter is for all matters of the hall."""
        return self.filter(Q(matters__isnull=True) | Q(matters__contains=[matter]))


class Authorisation(models.Model):
    """A letter of authorisation (授权书): gives one person at one hall powers over matters, between two moments.

    It lives in the person's cell and never travels. `matters` is null for all matters that the hall
    has, which is chosen as such: an empty list gives nothing. Rows are added and revoked, never changed otherwise.
    """

    id = models.UUIDField(primary_key=True, default=new_uid)
    person_id = models.BigIntegerField()
    hall_code = models.CharField(max_length=8)
    matters = ArrayField(models.CharField(max_length=36), null=True)
    powers = ArrayField(models.CharField(max_length=12))
    grantor = models.CharField(max_length=100, blank=True)
    organ_code = models.CharField(max_length=18, blank=True, db_default='')  # of which organ the person is the head
    document = models.CharField(max_length=100)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    given_by = models.BigIntegerField(null=True)  # empty: by an operator's command
    given_by_name = models.CharField(max_length=60, blank=True, default='')
    revoked_by = models.BigIntegerField(null=True)
    revoked_by_name = models.CharField(max_length=60, blank=True, default='')
    revoke_reason = models.CharField(max_length=200, blank=True, db_default='')
    taken_over_by = models.BigIntegerField(null=True)  # who took the open cases that hung on it
    taken_over_by_name = models.CharField(max_length=60, blank=True, db_default='')
    file_hash = models.CharField(max_length=64, blank=True, db_default='')  # the scan; empty: by an operator's command
    file_type = models.CharField(max_length=100, blank=True, db_default='')

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        db_table = 'catalogue_authorisation'
        ordering = ['hall_code', 'person_id', 'valid_from']
        indexes = [
            models.Index(fields=['person_id', 'hall_code'], name='authorisation_of_a_person'),
            models.Index(fields=['hall_code', 'valid_from', 'id'], name='authorisation_of_a_hall'),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(powers__len__gt=0), name='authorisation_gives_a_power'),
            models.CheckConstraint(condition=~Q(document=''), name='authorisation_names_its_document'),
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.document}'
