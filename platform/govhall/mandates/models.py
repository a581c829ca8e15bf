"""A mandate (代办委托)."""

from datetime import date
from enum import StrEnum

import msgspec
from django.db import models

from federation.contracts.case import Attachment
from federation.contracts.mandate import MandatePeople, MandateUse, MandateWithdrawal
from govhall.casework.models.case import ENDING
from tenants.sealing import BlindIndex, SealedJSON


class Given(StrEnum):
    """Where a mandate was given."""

    COUNTER = 'counter'
    VILLAGE = 'village'
    VISIT = 'visit'

    @property
    def label(self) -> str:
        """The place on screen."""
        return PLACES[self]


PLACES = {Given.COUNTER: '窗口', Given.VILLAGE: '村（社区）便民服务点', Given.VISIT: '上门'}


class Mandate(models.Model):
    """Somebody (the principal) lets somebody else (the agent) apply for them: in which matters, until which day.

    Without `matters` it is for all of them, which is chosen and never an empty field. The agent may be a person of the
    hall: a village agent or a liaison officer. `uses_data` is its log. It is never deleted.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=12, unique=True)
    people_data = SealedJSON()
    principal_index = BlindIndex(of='people_data', word='id_number', db_index=True, editable=False)
    principal_ending = BlindIndex(of='people_data', word='id_number', last=ENDING, db_index=True, editable=False)
    agent_person = models.BigIntegerField(null=True)
    matters = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    given = models.CharField(max_length=8, choices=[(one.value, one.label) for one in Given])
    file_data = models.JSONField(null=True)  # the paper; none where it lies with the one case that it is for
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField(null=True)
    recorded_name = models.CharField(max_length=60)
    withdrawn_data = SealedJSON(null=True)  # the reason may name people
    uses_data = models.JSONField(default=list)
    passed_to = models.CharField(max_length=8, blank=True, default='')  # the successor of this hall, which keeps it now

    class Meta:
        db_table = 'mandates_mandate'
        indexes = [models.Index(fields=['-recorded_at', '-uid'], name='mandate_newest')]

    def __str__(self) -> str:
        return self.number

    @property
    def people(self) -> MandatePeople:
        """Principal and agent."""
        return msgspec.convert(self.people_data, MandatePeople)

    @property
    def file(self) -> Attachment | None:
        """The paper, if it was scanned."""
        return msgspec.convert(self.file_data, Attachment) if self.file_data else None

    @property
    def withdrawn(self) -> MandateWithdrawal | None:
        """Who withdrew it, when and why; None while it stands."""
        return msgspec.convert(self.withdrawn_data, MandateWithdrawal) if self.withdrawn_data else None

    @property
    def uses(self) -> list[MandateUse]:
        """In which cases it was used, the earliest first."""
        return msgspec.convert(self.uses_data, list[MandateUse])

    def is_living(self, day: date) -> bool:
        """Whether it may be used on a day."""
        return self.withdrawn_data is None and self.since <= day <= self.until

    def state_on(self, day: date) -> tuple[str, str]:
        """How it stands on a day, and the tone of that word."""
        if self.withdrawn_data is not None:
            return '已撤回', 'idle'
        if day > self.until:
            return '已到期', 'late'
        return ('有效', 'good') if day >= self.since else ('还没开始', 'run')
