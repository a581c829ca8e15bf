"""Whether who applied online is who they say: what a hall saw of their documents (核验身份)."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from federation.contracts.base import Message, message


class IdentityCheck(Struct, frozen=True, kw_only=True):
    """A person of a hall saw who stands behind an online application, and with which document (GA/T 2000.156).

    `seen`: the applicant (self) or an agent with a mandate; of a firm its representative, or an officer with a mandate.
    """

    at: datetime
    hall: str
    by: str
    document: str
    seen: Literal['self', 'agent', 'representative', 'officer']


@message('case.identity_checked.v1')
class IdentityChecked(Message, frozen=True, kw_only=True):
    """A hall on the road has checked who applied online; nobody asks the applicant again."""

    check: IdentityCheck
