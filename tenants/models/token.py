"""Tokens with which the systems of departments act in one hall."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from tenants.models.hall import Hall
from tenants.models.people import Person


class AccessTokenQuerySet(models.QuerySet['AccessToken']):
    """Tokens by the moment at which they count."""

    def live(self, at: datetime) -> 'AccessTokenQuerySet':
        """Those that open something at this moment, and only those."""
        unrevoked = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
        unended = Q(person__ends_at__isnull=True) | Q(person__ends_at__gt=at)
        return self.filter(unrevoked, unended, issued_at__lte=at, valid_to__gt=at, person__is_active=True)


class AccessToken(models.Model):
    """A dated, revocable key of a service account to one hall; what it may do there is the account's membership.

    The secret was shown once and is nowhere: only its SHA-256 is kept. It has 256 random bits, so a slow hash would
    cost every request and protect nothing. `handle` is its public beginning, by which it is found and revoked.
    """

    handle = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name='tokens')
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name='tokens')
    issued_at = models.DateTimeField()
    valid_to = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        db_table = 'tenants_access_token'

    def __str__(self) -> str:
        return self.handle
