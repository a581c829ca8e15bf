"""What halls tell each other about one case. Bodies hold people's data and are for the recipient hall only."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from federation.contracts.base import Message, message
from federation.contracts.clock import Clock
from federation.contracts.forms import FormAnswers
from federation.contracts.identity import IdentityCheck
from federation.contracts.records import Followed, Licence, Opinion, Served, SiteCheck


class Applicant(Struct, frozen=True, kw_only=True):
    """Who applies (GB/T 39046 6.2), with a document (GA/T 2000.156) or credit code; `online`: is to be `checked`."""

    kind: Literal['person', 'organisation']
    name: str
    id_number: str
    phone: str = ''
    agent: str = ''
    document: str = ''
    representative: str = ''
    agent_number: str = ''
    agent_phone: str = ''
    online: bool = False
    checked: IdentityCheck | None = None
    mandate: str = ''  # the number of the mandate under which the agent applies


# Checked on arrival: a hash becomes the name of a file.
Hash = Annotated[str, Meta(pattern='^[0-9a-f]{64}$', max_length=64)]


class Attachment(Struct, frozen=True, kw_only=True):
    """A file by its content: SHA-256 (64 hex digits), media type, bytes. It has no name, for names tell of people."""

    hash: Hash
    type: str
    size: int


class Paper(Struct, frozen=True, kw_only=True):
    """One line of the material checklist; `status` is handed_in, on_file or missing; the files come by themselves.

    `way`: it may come until `until` (later, 容缺), or an undertaking stands for it (undertaking, 告知承诺). `consent`:
    the applicant agreed that a hall uses what it has on file of them. `valid_months`: no older one is used (0: any).
    """

    code: str
    name: str
    required: bool
    status: Literal['handed_in', 'on_file', 'missing']
    files: list[Attachment] = []
    way: Literal['', 'later', 'undertaking'] = ''
    until: date | None = None
    consent: bool = False
    valid_months: int = 0


class Stop(Struct, frozen=True, kw_only=True):
    """A station on the road of the case: which hall had it, how it came there, when and why."""

    hall: str
    hop: int
    kind: str
    at: datetime
    reason: str = ''


class Dues(Struct, frozen=True, kw_only=True):
    """The days on which limits end: five days to answer, promise, law, a lower hall's review (§43).

    `provisional` past known calendars; `paused` while a special procedure stops the clock: then no day is known.
    """

    intake: date | None = None
    promised: date | None = None
    statutory: date | None = None
    provisional: bool = False
    review: date | None = None
    paused: bool = False


class Snapshot(Struct, frozen=True, kw_only=True):
    """All that the next hall needs to go on with a case without asking the applicant again (行政许可法 §35)."""

    number: str
    matter: str
    matter_version: int
    applicant: Applicant
    origin: str
    point: str
    area: str
    state: str
    received_at: datetime
    clock_from: date
    accepted_at: datetime | None
    accepted_by: str
    dues: Dues
    papers: list[Paper]
    opinions: list[Opinion]
    road: list[Stop]
    corrections: int
    first_handler: str
    chain_tip: str
    clock: Clock | None = None
    kind: str = 'new'
    first_number: str = ''
    expires_on: date | None = None
    note: str = ''
    site_checks: list[SiteCheck] = []
    granted_on: date | None = None
    form: FormAnswers | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """How a case ended, in whose name, and on which grant and authorisation that relied."""

    kind: Literal['approved', 'refused', 'not_accepted', 'withdrawn', 'terminated']
    at: datetime
    hall: str
    by: str
    organ: str = ''
    reason: str = ''
    grant: str = ''
    authorisation: str = ''
    mode: str = ''
    valid_until: date | None = None
    paper: str = ''  # the number of its paper, and the address where anybody can check that
    check: str = ''


@message('case.handed_over.v1')
class HandedOver(Message, frozen=True, kw_only=True):
    """Custody goes to the recipient with this hop.

    Upward (`report` after review, `receipt`), across (`transfer` 转办), down (`assign` 下派), or back: `refusal` of
    custody, `return` 退回 of a case that was held, `recall` 撤回上报 as the hall that sent it asked. Back and across
    carry their reason. `succession` 撤并承接 comes from a hall that was merged into the recipient: it counts as no
    forwarding, is never refused, and moves no limit.
    """

    hop: int
    kind: Literal['report', 'receipt', 'refusal', 'transfer', 'assign', 'return', 'recall', 'succession']
    case: Snapshot
    reason: str = ''
    reason_code: str = ''


@message('case.taken_over.v1')
class TakenOver(Message, frozen=True, kw_only=True):
    """The recipient holds the case since `at`; the sender now only watches."""

    hop: int
    at: datetime


@message('case.progressed.v1')
class Progressed(Message, frozen=True, kw_only=True):
    """The holder tells the halls below how the case stands, so that the hall of origin can answer for it."""

    hop: int
    holder: str
    state: str
    at: datetime
    dues: Dues
    accepted_at: datetime | None = None
    accepted_by: str = ''
    corrections: int = 0
    papers: list[Paper] = []
    note: str = ''
    clock: Clock | None = None


@message('case.requested.v1')
class Requested(Message, frozen=True, kw_only=True):
    """A hall that does not hold the case asks the holder: to withdraw it, to take papers, or to give it back."""

    request: UUID
    kind: Literal['withdraw', 'supplement', 'recall']
    asked_by: str
    asked_at: datetime
    reason: str = ''
    papers: list[Paper] = []


@message('case.answered.v1')
class Answered(Message, frozen=True, kw_only=True):
    """The holder's one answer to a request, on its way back to the hall that asked."""

    request: UUID
    granted: bool
    at: datetime
    reason: str = ''
    by: str = ''


@message('case.consulted.v1')
class Consulted(Message, frozen=True, kw_only=True):
    """The holder asks another hall about a case and keeps it: for an opinion or a check on site (assist, 协办).

    `oversight` (批后监管) hands a decided case to the hall that supervises afterwards; its answer is the receipt.
    `due` is the day until which an answer is expected. The case comes along, as the hall may not know it.
    """

    request: UUID
    kind: Literal['assist', 'oversight']
    asked_at: datetime
    due: date
    question: str
    case: Snapshot


class OpenRequest(Struct, frozen=True, kw_only=True):
    """A request without an answer at a closed hall. `waits`: the hall was asked, so its successor answers."""

    request: UUID
    kind: Literal['withdraw', 'supplement', 'recall', 'assist', 'oversight']
    asked_by: str
    asked_at: datetime
    reason: str = ''
    waits: bool = False


@message('case.succeeded.v1')
class Succeeded(Message, frozen=True, kw_only=True):
    """The sender was merged into the recipient, which now stands in its place for this case (撤乡并镇).

    It tells what a token does not: a case that the sender only watches, an outcome that is not delivered, the hearing
    as the sender kept it, and the requests that are open. Custody moves by `case.handed_over.v1` alone.
    """

    hop: int
    holder: str
    case: Snapshot
    outcome: Outcome | None = None
    delivery_due: date | None = None
    hearing: dict[str, Any] | None = None
    requests: list[OpenRequest] = []
    licence: Licence | None = None
    followed: Followed | None = None
    served: Served | None = None


@message('case.concluded.v1')
class Concluded(Message, frozen=True, kw_only=True):
    """The case has its outcome; every hall on its road learns it."""

    hop: int
    outcome: Outcome


@message('case.licensed.v1')
class Licensed(Message, frozen=True, kw_only=True):
    """The hall that decided has made the certificate (制证); the hall of origin can hand it over."""

    licence: Licence


@message('case.delivered.v1')
class Delivered(Message, frozen=True, kw_only=True):
    """The hall of origin has handed the result to the applicant (行政许可法 §44)."""

    hall: str
    at: datetime
    served: Served | None = None


@message('case.result_followed.v1')
class ResultFollowed(Message, frozen=True, kw_only=True):
    """Another case has changed, renewed, replaced or ended the result of this one; whoever shows it says so.

    `withdrawn`: that case was revoked since, and the result counts again.
    """

    followed: Followed
    withdrawn: bool = False


@message('case.tip.v1')
class Tip(Message, frozen=True, kw_only=True):
    """How the sender knows the case, for a hall whose database was restored; `epoch` is that of the barrier.

    It comes in the ordinary stream, behind all that the sender had said before. `hop` is the newest token that the
    sender has seen: a later one than the restored hall knows went towards the sender.
    """

    epoch: int
    hop: int
    holder: str
    case: Snapshot
    outcome: Outcome | None = None
    delivered_at: datetime | None = None
    licence: Licence | None = None
    followed: Followed | None = None
    served: Served | None = None
