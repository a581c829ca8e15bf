"""What a merged hall tells its successor about the licences in its register (证照台账)."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from federation.contracts.base import Message, message
from federation.contracts.records import Followed


class KeptLicence(Struct, frozen=True, kw_only=True):
    """A line of the register: matter and the one that it belongs to (主项), name, number, holder, and how it stands.

    Without `valid_until` it is valid for an unlimited time (长期). One from before this system has no case.
    """

    uid: UUID
    main: str
    matter: str
    name: str
    number: str
    organ: str
    holder_kind: str
    holder_name: str
    holder_number: str
    valid_from: date
    valid_until: date | None = None
    case_uid: UUID | None = None
    case_number: str = ''
    followed: Followed | None = None


@message('licence.passed_on.v1')
class LicencesPassedOn(Message, frozen=True, kw_only=True):
    """The sender was merged into the recipient, which keeps these licences from now on, so that they can be renewed."""

    licences: list[KeptLicence]
