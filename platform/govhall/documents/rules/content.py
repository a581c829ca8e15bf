"""What a paper may speak of, and its finished text: typed data, stored with the notice. Pure."""

from datetime import date

import msgspec

Row = tuple[str, str]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a paper may speak of; dates are days in China. Empty where the paper does not need it."""

    code: str
    number: str
    organ: str
    hall: str
    on: date
    matter: str
    task_type: str
    basis: str
    applicant: str
    id_shown: str
    case: str
    received_on: date
    handler: str = ''
    query_word: str = ''
    due: date | None = None
    provisional: bool = False  # the holidays on the way to `due`, or to `until`, are not announced
    promised_days: int = 0
    papers: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()
    later: tuple[str, ...] = ()  # materials that come later (容缺), each with its day
    reason: str = ''
    competent: str = ''  # the organ to apply to, where this one has no power (§32)
    review_organ: str = ''
    deemed: bool = False
    procedure: str = ''  # hearing, inspection, ...: one of the eight kinds of §45
    stops: bool = True  # whether the days of the procedure do not count
    special: str = ''  # the special law that says so, where §45 does not
    days: int = 0
    delivered: tuple[str, ...] = ()  # the papers that were served, each with its number
    served: Row = ('', '')  # the way of service and its reference
    until: date | None = None  # the last day to ask for a hearing
    held_on: date | None = None  # the day of the hearing
    hour: str = ''
    place: str = ''
    host: str = ''
    parties: tuple[str, ...] = ()  # interested persons who were told of the right to a hearing
    asker: str = ''  # of the hearing: party or organ, where it is not the applicant
    joint: bool = False  # several organs decide together (§42)
    licence: Row = ('', '')  # name and number of the certificate
    valid_until: date | None = None
    first: str = ''  # the case or licence on whose result this one builds, with its number
    words: str = ''  # what the certificate of the matter says
    ends_first: bool = False  # a cancellation (§70) or a revocation (§69)
    particulars: tuple[Row, ...] = ()  # answers of the form of the matter that papers repeat
    counter: str = ''  # the hall where the applicant handed the papers in, if it is another one


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The finished text of a paper; nothing in it is markup."""

    organ: str
    title: str
    number: str
    date: str
    seal: str
    addressee: str = ''
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    closing: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between the kinds."""

    letter: bool = True  # a letter to the applicant; otherwise a form
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    closing: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
