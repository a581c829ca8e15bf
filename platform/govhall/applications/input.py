"""What an applicant fills in online."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from federation.contracts.case import Applicant
from federation.contracts.forms import FormAnswers
from govhall.licences.rules.kinds import CaseKind


@dataclass(frozen=True)
class ApplicationInput:
    """What the applicant filled in: who applies, and new files by the code of their paper."""

    applicant: Applicant
    files: Mapping[str, bytes]
    submits: bool  # False: only keep it
    dropped: frozenset[str] = frozenset()  # papers whose earlier files the applicant takes back
    area: str = ''  # village of the applicant, one of the hall's points
    form: FormAnswers | None = None  # what was answered in the form of the matter
    about: CaseKind = CaseKind.NEW
    first_number: str = ''  # of the case or licence that it builds on
    ways: Mapping[str, str] = field(default_factory=dict)  # code of the paper to later (容缺) or undertaking (告知承诺)
