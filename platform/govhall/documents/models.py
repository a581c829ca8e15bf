"""Papers that a hall issues (文书)."""

import msgspec
from django.db import models

from govhall.documents.rules.content import Content
from tenants.sealing import SealedJSON


class YearOf(models.Func):
    """The year in the number of a paper, 2026 in 通江林业局准〔2026〕第000123号; an index knows it."""

    template = "(substring(%(expressions)s from '〔([0-9]{4})〕'))::smallint"
    output_field = models.SmallIntegerField()


class SerialOf(models.Func):
    """The serial in the number of a paper, 123 in 通江林业局准〔2026〕第000123号; an index knows it."""

    template = "(substring(%(expressions)s from '第([0-9]+)号$'))::integer"
    output_field = models.IntegerField()


class Notice(models.Model):
    """A numbered paper of a case: its text, in whose name and on what it relies, and the hash of its sealed file.

    The number is taken with the act; the file is made beside it. A void paper keeps its number.
    """

    class State(models.TextChoices):
        """Ordered with the act, issued once sealed; failed is tried again; void keeps its place in the register."""

        ORDERED = 'ordered', '正在生成'
        FAILED = 'failed', '未能生成'
        ISSUED = 'issued', '有效'
        VOID = 'void', '已作废'

    uid = models.UUIDField(primary_key=True, editable=False)
    case_uid = models.UUIDField(db_column='case_id', db_index=True)  # casework's migrations hold it to the case
    code = models.CharField(max_length=2)
    occurrence = models.SmallIntegerField(default=1)
    number = models.CharField(max_length=80, unique=True)
    organ_code = models.CharField(max_length=18)
    organ_name = models.CharField(max_length=100)
    relied_on = models.JSONField()  # grant, mode, letter of the act, letter that gives the seal, person
    content_data = SealedJSON()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    proof = models.CharField(max_length=16, unique=True)  # the random half of the verification code
    file = models.CharField(max_length=64, blank=True)  # SHA-256
    acted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    void_data = models.JSONField(null=True)  # at, by, person, reason

    class Meta:
        db_table = 'casework_notice'
        constraints = [
            models.UniqueConstraint(fields=['case_uid', 'code', 'occurrence'], name='notice_once_an_occurrence')
        ]
        # A page of the register is read backwards along it, however many papers there are.
        indexes = [models.Index('organ_code', 'code', YearOf('number'), SerialOf('number'), name='notice_in_its_book')]

    def __str__(self) -> str:
        return self.number

    @property
    def unmade(self) -> bool:
        """Whether its file is still to be made."""
        return self.state in (Notice.State.ORDERED, Notice.State.FAILED)

    @property
    def content(self) -> Content:
        """The text."""
        return msgspec.convert(self.content_data, Content)
