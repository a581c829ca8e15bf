"""What a merged hall tells its successor about applications that no window has received."""

from datetime import date, datetime
from typing import Literal

from federation.contracts.base import Message, message
from federation.contracts.case import Applicant, Attachment
from federation.contracts.forms import FormAnswers


@message('application.passed_on.v1')
class ApplicationPassedOn(Message, frozen=True, kw_only=True):
    """The sender was merged into the recipient, which goes on with this online application (网上申报).

    It is no case yet, so there is no custody to hand over. Number, query word and the day by which the window answers
    stay; the files of each paper (by its code) come by themselves. `about` is what is done to the result of an earlier
    case, which `first_number` names (of the case or of its licence). `ways` are `later` and `undertaking`
    (`Paper.way`), by the code of the paper; `on_file` the codes of what the applicant agreed to be used again.
    """

    number: str
    query_word: str
    state: Literal['draft', 'submitted', 'pre_returned']
    matter: str
    applicant: Applicant
    files: dict[str, list[Attachment]]
    area: str = ''
    reason: str = ''
    submitted_at: datetime | None = None
    due: date | None = None
    updated_at: datetime
    form: FormAnswers | None = None
    about: Literal['new', 'change', 'renew', 'reissue', 'correct', 'cancel'] = 'new'
    first_number: str = ''
    ways: dict[str, Literal['later', 'undertaking']] = {}
    on_file: list[str] = []
