"""An application that was written online (网上申报) and is not received yet."""

import msgspec
from django.db import models

from federation.contracts.case import Applicant, Attachment
from federation.contracts.forms import FormAnswers
from govhall.casework.rules.states import State
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.numbers import LONGEST
from tenants.sealing import SealedJSON, SealedText


class OnlineApplication(models.Model):
    """A draft, or what was submitted to this hall; once the window receives it, it is a case with this number.

    Number and query word are the applicant's key to it, and stay those of the case. People's data is dropped with
    the receipt, because the case has it then, and thirty days after the last change of what was not submitted.
    """

    uid = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=24, unique=True)
    query_word = models.CharField(max_length=6)
    state = models.CharField(max_length=12, choices=[(member.value, member.label) for member in State])
    matter = models.CharField(max_length=36)
    applicant_data = SealedJSON(null=True)
    form_data = SealedJSON(null=True)  # what was answered in the form, and the version that it began with
    files_data = models.JSONField(default=dict)  # code of the paper to its files
    ways_data = models.JSONField(default=dict, db_default={})  # code of the paper to later or undertaking
    reason = SealedText(null=True)  # why it was returned; free text may name people
    version = models.IntegerField(default=1)
    submitted_at = models.DateTimeField(null=True)
    due = models.DateField(null=True)  # the window receives or returns it by then
    returns = models.SmallIntegerField(default=0, db_default=0)  # how often the window has returned it
    about = models.CharField(max_length=10, default=CaseKind.NEW, db_default=CaseKind.NEW.value)
    first_number = models.CharField(max_length=LONGEST, blank=True, db_default='')  # on whose result it builds
    area = models.CharField(max_length=12, blank=True)  # the applicant's village, where one was chosen
    passed_to = models.CharField(max_length=8, blank=True)  # the successor of this hall, which goes on with it
    updated_at = models.DateTimeField()

    class Meta:
        db_table = 'casework_online'
        indexes = [
            models.Index(fields=['submitted_at', 'uid'], name='online_waiting', condition=models.Q(state='submitted'))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def applicant(self) -> Applicant:
        """Who applies."""
        return msgspec.convert(self.applicant_data, Applicant)

    @property
    def form(self) -> FormAnswers | None:
        """What was answered in the form of the matter; None where it had none when this began."""
        return msgspec.convert(self.form_data, FormAnswers) if self.form_data else None

    @property
    def files(self) -> dict[str, list[Attachment]]:
        """The files beside each paper, by its code."""
        return msgspec.convert(self.files_data, dict[str, list[Attachment]])

    @property
    def hashes(self) -> set[str]:
        """What names its files in the store."""
        return {file.hash for files in self.files.values() for file in files}
