"""Grants: the power of a hall over a matter."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from govhall.catalogue.rules import Mode, VillageKind
from tenants.compiled_query import Param


class GrantQuerySet(models.QuerySet['Grant']):
    """Reads of grants; what counts as live is said once, here."""

    def live(self, at: datetime | Param) -> Self:
        """Grants in force at a moment if, and only if, they have begun and not ended; the end itself is outside."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at), valid_from__lte=at)


class Grant(models.Model):
    """Gives a hall power over a matter (赋权/委托) in the name of an organ, between two moments.

    The id is the same in every cell, so a case can say on which grant it relied. A grant is never deleted: it ends.
    """

    id = models.UUIDField(primary_key=True)
    matter_code = models.CharField(max_length=36)
    hall_code = models.CharField(max_length=8)
    mode = models.CharField(max_length=10, choices=[(mode.value, mode.label) for mode in Mode])
    organ_code = models.CharField(max_length=18)
    delegator_code = models.CharField(max_length=18, blank=True)
    document = models.CharField(max_length=100, blank=True)
    point_receipt = models.BooleanField(default=False)
    village = models.CharField(max_length=10, blank=True, choices=[(kind.value, kind.label) for kind in VillageKind])
    conditions = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        db_table = 'catalogue_grant'
        ordering = ['matter_code', 'hall_code', 'valid_from']
        indexes = [models.Index(fields=['hall_code', 'matter_code'], name='grant_of_a_hall')]
        constraints = [
            models.CheckConstraint(
                condition=~Q(mode=Mode.ENTRUSTED) | Q(delegator_code=F('organ_code')),
                name='entrusted_acts_in_the_entrusting_name',
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.DELEGATED) | (~Q(delegator_code='') & ~Q(delegator_code=F('organ_code'))),
                name='delegated_acts_in_its_own_name',
            ),
            models.CheckConstraint(
                condition=~Q(mode=Mode.OWN) | Q(delegator_code=''), name='own_power_has_no_delegator'
            ),
            models.CheckConstraint(
                condition=~Q(mode__in=[Mode.ENTRUSTED, Mode.DELEGATED]) | ~Q(document=''),
                name='given_power_names_its_document',
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F('valid_from')), name='grant_ends_after_it_begins'
            ),
        ]

    def __str__(self) -> str:
        return f'{self.hall_code} {self.matter_code} {self.mode}'
