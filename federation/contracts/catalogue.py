"""What the province's catalogue says: organs, departments, matters, guides and grants; the newest version counts."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Struct

from federation.contracts.base import Message, message
from federation.contracts.forms import MatterForm, ShownIf


class HandedOutFile(Struct, frozen=True, kw_only=True):
    """A file that everybody may have, by its content (SHA-256, 64 hex digits); its pieces travel on the same topic.

    `name` is what it is saved as, without suffix.
    """

    hash: Annotated[str, msgspec.Meta(pattern='^[0-9a-f]{64}$', max_length=64)]
    type: str
    size: Annotated[int, msgspec.Meta(ge=1, le=8 * 2**20)]
    name: Annotated[str, msgspec.Meta(max_length=100)]


class Material(Struct, frozen=True, kw_only=True):
    """One material that an applicant hands in (申报材料, C0109 material).

    `form` is 原件, 复印件, 电子件 or a combination; `copies` the number of each; `source` who issues it. A material
    that another organ's data replaces has `required=False` and says so in `source`. `channel` is where it comes from
    (来源渠道): applicant, government or other. `licence_grade` is the grade of trust A to D of an electronic licence
    that serves for it (国办函〔2016〕108号). `later_days`: it may be brought within so many working days after the
    receipt (容缺; 0: no), `undertaking`: a signed undertaking may stand for it (告知承诺), `basis` the document that
    allows either. `blank` is the blank form (空白表格), `sample` a filled one (示例样表). `valid_months` is how old it
    may be (0: the law says nothing).
    """

    code: str
    name: str
    required: bool
    form: str
    copies: int
    source: str
    channel: str = ''
    licence_grade: str = ''
    later_days: Annotated[int, msgspec.Meta(ge=0, le=60)] = 0
    undertaking: bool = False
    basis: str = ''
    blank: HandedOutFile | None = None
    sample: HandedOutFile | None = None
    valid_months: Annotated[int, msgspec.Meta(ge=0, le=600)] = 0


class FeeStep(msgspec.Struct, frozen=True, kw_only=True):
    """A band of quantity: above the step before and `up_to` this (null: without end), at `rate` yuan per unit."""

    rate: Decimal
    up_to: Decimal | None = None


class Fee(msgspec.Struct, frozen=True, kw_only=True):
    """One charge of a matter (收费项目) in yuan, with the document that allows it (行政许可法 §58-59).

    `amount` is the published standard, which no hall may exceed; `reduction_basis` says who pays less, if anybody may.
    With a `unit` it is charged by quantity: `amount` per unit, or, where there are `steps`, by them and `amount` once
    on top. Each part of the quantity is charged at the rate of its own step; with `whole_quantity` all of it at the
    rate of the step that it reaches. `whole_units`: a part of a unit counts as one. The sum is at least `floor` and at
    most `ceiling`. `quantity` names the field of the form that is the quantity (empty: asked when it is assessed);
    `only_if` says, by choices of the form, which applications it is charged to.
    """

    name: str
    amount: Decimal
    basis: str
    reducible: bool = False
    reduction_basis: str = ''
    unit: str = ''
    steps: list[FeeStep] = []
    whole_quantity: bool = False
    whole_units: bool = False
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    quantity: str = ''
    only_if: list[ShownIf] = []


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """When a grant holds (范围条件), as data: what must be known of the application, and how it is compared.

    Facts and tests are those of `govhall.catalogue.conditions`; numbers stand in `values` as text, for example
    `amount`, `at_most`, `['1000']`.
    """

    fact: str
    test: str
    values: list[str]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step of handling (环节) and its own limit in working days; the steps of a matter sum to its promise."""

    name: str
    days: int


class WhoMayApply(msgspec.Struct, frozen=True, kw_only=True):
    """Who a matter is for, known before a paper is taken; what is left out is open to all.

    Ages are full years, from `age_from` until just before `age_below`; `household` are division codes. `sex` is male or
    female, `kind` person or organisation. `basis` is the article that says so.
    """

    kind: str = ''
    sex: str = ''
    age_from: int = 0
    age_below: int = 0
    household: list[str] = []
    basis: str = ''


@message('catalogue.organ.v1')
class OrganEntered(Message, frozen=True, kw_only=True):
    """An authority in whose name decisions are made (实施主体), known by its credit code (GB 32100).

    `kind` says to whom it answers (`govhall.catalogue.organs`), `superior` names the organ above it.
    """

    credit_code: str
    name: str
    short_name: str
    area_code: str
    version: int
    kind: str = 'department'
    superior: str = ''


@message('catalogue.department.v1')
class DepartmentEntered(Message, frozen=True, kw_only=True):
    """A body that counters and their people belong to (部门); `organ` is the credit code of its authority."""

    code: str
    name: str
    area_code: str
    organ: str
    version: int


class CertificateRule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a certificate says, and when it ends where that is no count of months.

    `ends_on` is a fixed day, each year (12-31) or once (2030-12-31); `renew_from_days` before the end a renewal may be
    applied for (0: at any time, up to the thirty days of article 50). `words` are printed on it, `fields` are keys of
    the matter's form whose answers are (empty: those that papers repeat), and `full_number` says that the law wants
    the holder's number on it in full.
    """

    ends_on: Annotated[str, msgspec.Meta(max_length=10)] = ''
    renew_from_days: Annotated[int, msgspec.Meta(ge=0, le=3650)] = 0
    words: str = ''
    fields: list[str] = []
    full_number: bool = False


@message('catalogue.matter.v1')
class MatterEntered(Message, frozen=True, kw_only=True):
    """A matter that one can apply for (事项). Days are working days (Administrative Licensing Law, article 82).

    `applicants` are codes of 服务对象 (GB/T 39046 annex A; empty: anybody), `main_code` is the matter whose result it
    changes (变更, 延续, 补证, 注销), `local_code` the code in a local catalogue, `result` what one gets. `steps`
    sum to the promise. Several organs decide a `joint` matter (article 42: 45 days, 15 more by the government's head).
    `certificate` names the licence that is made once it is granted (制证, article 44; empty: the decision is all), and
    `site_check` says that two officers look on the spot before it is decided (现场核查, article 34). `term_months` is
    how long a result is valid (有效期): 0 for 长期 (no end), null where the law says nothing. `form` is what is asked
    besides name and number (申请表); null where nothing is. `certificate_rule` says more of the certificate,
    `who` who may apply at all. With `no_statutory_limit` (无法定时限) no law says how long it may take, and
    `statutory_days` is 0.
    """

    code: str
    basic_code: str
    name: str
    short_name: str
    task_type: str
    case_type: str
    level: str
    legal_basis: str
    statutory_days: int
    promised_days: int
    version: int
    valid_from: datetime
    valid_to: datetime | None = None
    fees: list[Fee] = []
    materials: list[Material] = []
    everyday_words: list[str] = []
    applicants: list[str] = []
    main_code: str = ''
    local_code: str = ''
    result: str = ''
    steps: list[Step] = []
    joint: bool = False
    certificate: str = ''
    site_check: bool = False
    term_months: Annotated[int, msgspec.Meta(ge=0, le=1200)] | None = None
    form: MatterForm | None = None
    certificate_rule: CertificateRule | None = None
    who: WhoMayApply | None = None
    no_statutory_limit: bool = False


@message('catalogue.guide.v1')
class GuideEntered(Message, frozen=True, kw_only=True):
    """How one hall, or every hall of one kind, carries a matter out (办事指南): either `hall` or `kind` is set."""

    matter: str
    conditions: str
    procedure: str
    duties: str
    window: str
    phone: str
    hours: str
    version: int
    hall: str = ''
    kind: str = ''


@message('catalogue.grant.v1')
class GrantEntered(Message, frozen=True, kw_only=True):
    """The power of one hall over one matter (赋权/委托), from `valid_from` until just before `valid_to`.

    `organ` is the credit code of the organ in whose name the hall acts; `delegator` of the organ that gave the power.
    `point_receipt`: the village points of the hall may receive, so the organ's clock starts there.
    `village` is what a village does with the matter (直办, 代办, 协办, 公开告知). Under `conditions` the grant holds
    only for applications that meet all of them.
    """

    id: UUID
    matter: str
    hall: str
    mode: str
    organ: str
    version: int
    valid_from: datetime
    valid_to: datetime | None = None
    delegator: str = ''
    document: str = ''
    point_receipt: bool = False
    village: str = ''
    conditions: list[Condition] = []


FILE_PIECE_BYTES = 512 * 1024


@message('catalogue.file_piece.v1', packed=True, largest=FILE_PIECE_BYTES + 1024)
class FilePieceEntered(Message, frozen=True, kw_only=True):
    """Piece `index` (from 0) of `count` of a file that materials hand out, published by the cell of `hall`.

    `type` and `name` are those of the file. All but the last have 512 KiB. What a hash names never changes, so every
    piece has version 1.
    """

    hall: str
    hash: Annotated[str, msgspec.Meta(pattern='^[0-9a-f]{64}$', max_length=64)]
    index: Annotated[int, msgspec.Meta(ge=0, lt=16)]
    count: Annotated[int, msgspec.Meta(ge=1, le=16)]
    type: Annotated[str, msgspec.Meta(max_length=100)]
    name: Annotated[str, msgspec.Meta(max_length=100)]
    version: int = 1
    data: Annotated[bytes, msgspec.Meta(max_length=FILE_PIECE_BYTES)]
