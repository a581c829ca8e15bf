"""The register of the licences of a hall (证照台账)."""

from datetime import date

import msgspec
from django.db import models
from django.db.models import Q

from federation.contracts.records import Followed
from govhall.licences.rules.endings import GROUNDS
from govhall.licences.rules.results import Validity, validity_of
from tenants.sealing import SealedJSON


class LicenceHolder(msgspec.Struct, frozen=True):
    """Who holds a licence: a person or an organisation, the name, and the number of the document."""

    kind: str
    name: str
    id_number: str


class LicenceEntry(models.Model):
    """A licence that this hall has granted, or that its organs had issued before the hall used this system.

    It begins with the decision and gets its number once the certificate is made. One from before has no case; whatever
    is done to it later names it by `number`. `main` is the matter that it belongs to (主项): renewals may be matters of
    their own. Without `valid_until` it is valid for an unlimited time (长期), which is always stated by who enters it.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    case_uid = models.UUIDField(null=True, unique=True)  # of this hall, or of the one that was merged into it
    case_number = models.CharField(max_length=24, blank=True, default='')
    main = models.CharField(max_length=36)
    matter = models.CharField(max_length=36)
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=80, blank=True, default='')
    organ = models.CharField(max_length=100, blank=True, default='')
    department = models.CharField(max_length=20, blank=True, default='')
    holder_data = SealedJSON()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    followed_data = models.JSONField(null=True)  # what took its place or ended it
    brought_in_at = models.DateTimeField(null=True)  # by a list; no case of this system has granted it
    passed_to = models.CharField(max_length=8, blank=True, default='')  # the successor of this hall, which keeps it now

    class Meta:
        db_table = 'licences_entry'
        constraints = [
            models.UniqueConstraint(fields=['number', 'main'], name='licence_number_once', condition=~Q(number=''))
        ]
        indexes = [
            models.Index(fields=['-valid_from', '-uid'], name='licence_newest'),
            models.Index(fields=['valid_until', 'uid'], name='licence_by_end'),
        ]

    def __str__(self) -> str:
        return self.number or self.case_number

    @property
    def holder(self) -> LicenceHolder:
        """Who holds it."""
        return msgspec.convert(self.holder_data, LicenceHolder)

    @property
    def followed(self) -> Followed | None:
        """What took its place or ended it, if anything has."""
        return msgspec.convert(self.followed_data, Followed) if self.followed_data else None

    @property
    def is_from_before(self) -> bool:
        """Whether no case of this system has granted it."""
        return not self.case_number

    def standing_on(self, day: date) -> Validity:
        """Whether it is valid on a day."""
        followed = self.followed
        if followed and followed.ground in GROUNDS:
            return GROUNDS[followed.ground].standing
        return validity_of(valid_until=self.valid_until, followed_by=followed.kind if followed else '', today=day)
