"""What a merged hall tells its successor about a mandate (代办委托)."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from federation.contracts.base import Message, message
from federation.contracts.case import Attachment


class MandatePeople(Struct, frozen=True, kw_only=True):
    """Who lets whom act: the principal with type and number of the document, and the agent."""

    kind: str
    name: str
    id_number: str
    agent: str
    document: str = ''
    agent_number: str = ''
    agent_phone: str = ''


class MandateUse(Struct, frozen=True, kw_only=True):
    """One use: in which case, who took it in, and when."""

    case: UUID
    number: str
    matter: str
    by: str
    at: datetime


class MandateWithdrawal(Struct, frozen=True, kw_only=True):
    """That a mandate ended before its day: who noted it, when, and why."""

    at: datetime
    by: str
    reason: str = ''


@message('mandate.passed_on.v1')
class MandatePassedOn(Message, frozen=True, kw_only=True):
    """The sender was merged into the recipient, which keeps this mandate now, its log too; its file comes by itself.

    Without `matters` it is for all. An agent who works in the closed hall is known by name and number alone.
    """

    number: str
    people: MandatePeople
    matters: list[str] = []
    since: date
    until: date
    given: str
    recorded_at: datetime
    recorded_name: str
    file: Attachment | None = None
    withdrawn: MandateWithdrawal | None = None
    uses: list[MandateUse] = []
