"""The result of a grant (办理结果): until when it is valid, whether it still is (行政许可法 §50, §69, §70). Pure."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from govhall.kernel.errors import Refused
from govhall.kernel.terms import LONG_TERM, YEAR, anniversary, last_day, say_term
from govhall.licences.rules.kinds import CaseKind

KEEP_THE_END = frozenset({CaseKind.CHANGE, CaseKind.REISSUE})  # they grant no new term
BUILD_ON_THE_END = KEEP_THE_END | {CaseKind.CORRECT}


class TermTooShort(Refused):
    """The validity of a result lies in the past."""

    code = 'TERM_TOO_SHORT'
    sentence = '有效期应在今天以后，请核对日期。'


class TermMissing(Refused):
    """The result has a term by law, or brings a certificate, and no end was written."""

    code = 'TERM_MISSING'
    sentence = '请填写“有效期至”{term}。只有目录里写明“长期”的事项才可以不填。'


class TermTooLong(Refused):
    """The end lies behind the term that the law gives."""

    code = 'TERM_TOO_LONG'
    sentence = '有效期最长到{latest:%Y年%m月%d日}，请核对日期。'


class ResultTerm(NamedTuple):
    """What the end of validity depends on: kind of the case, certificate and term (months) of the matter, the day.

    `before` is the end of validity of the result that the case builds on, if any. A fixed day goes before the term.
    """

    kind: CaseKind
    certificate: str
    months: int | None
    on: date
    before: date | None = None
    fixed: date | None = None  # the day on which every result of the matter ends

    @property
    def is_needed(self) -> bool:
        """Whether the decision must say until when."""
        if self.kind.ends_result or (self.months == LONG_TERM and not self.fixed):
            return False
        return bool(self.fixed or self.months or self.certificate)

    def proposed(self) -> date | None:
        """The day that a form proposes: that of the earlier result, or counted by the term; a renewal adds to it."""
        if self.kind.ends_result:
            return None
        if self.kind in BUILD_ON_THE_END and self.before:
            return self.before
        if self.fixed:
            return self.fixed
        if not self.months:
            return None
        if self.kind is CaseKind.RENEW and self.before:
            return anniversary(self.before, self.months)
        return last_day(self.on, self.months)

    def checked(self, given: date | None) -> date | None:
        """The end of validity of a grant. Raises TermMissing, TermTooShort, TermTooLong."""
        if self.kind.ends_result:
            return None
        if given is None and self.kind in BUILD_ON_THE_END:
            given = self.before
        if given is None:
            if self.is_needed:
                term = f'到{self.fixed:%Y年%m月%d日}' if self.fixed else say_term(self.months)
                raise TermMissing(field='day', term=f'（法定有效期{term}）' if term else '')
            return None
        if given <= self.on:
            raise TermTooShort(field='day')
        latest = self._latest()
        if latest is not None and given > latest:
            raise TermTooLong(field='day', latest=latest)
        return given

    def _latest(self) -> date | None:
        if self.kind in KEEP_THE_END and self.before:
            return self.before
        if self.fixed:
            return self.fixed
        if not self.months:
            return None
        start = self.on
        if self.kind is CaseKind.RENEW and self.before:
            start = max(start, self.before)
        return anniversary(start, self.months)


def renewed_until(*, end: date, granted_on: date | None, months: int | None) -> date:
    """The end of a renewal that the law grants (§50): the same term once more, from the end of the one before."""
    if months:
        return anniversary(end, months)
    if granted_on is None:
        return anniversary(end, YEAR)
    whole = (end.year - granted_on.year) * YEAR + end.month - granted_on.month
    for count in (whole, whole + 1):  # a term of whole months ends on the day before
        if count > 0 and end in (last_day(granted_on, count), anniversary(granted_on, count)):
            return anniversary(end, count)
    return end + (end - granted_on)


class Validity(StrEnum):
    """Whether a result is valid, and if not, why."""

    VALID = 'valid'
    EXPIRED = 'expired'
    CHANGED = 'changed'
    RENEWED = 'renewed'
    REISSUED = 'reissued'
    CANCELLED = 'cancelled'
    REVOKED = 'revoked'
    FORFEITED = 'forfeited'

    @property
    def label(self) -> str:
        """The word on every page that shows the result."""
        return VALIDITY_LABELS[self]


VALIDITY_LABELS = {
    Validity.VALID: '有效',
    Validity.EXPIRED: '已过期',
    Validity.CHANGED: '已变更',
    Validity.RENEWED: '已延续',
    Validity.REISSUED: '已换发',
    Validity.CANCELLED: '已注销',
    Validity.REVOKED: '已撤销',
    Validity.FORFEITED: '已吊销',
}
AFTER = {
    CaseKind.CHANGE: Validity.CHANGED,
    CaseKind.RENEW: Validity.RENEWED,
    CaseKind.REISSUE: Validity.REISSUED,
    CaseKind.CORRECT: Validity.REISSUED,
    CaseKind.CANCEL: Validity.CANCELLED,
    CaseKind.REVOKE: Validity.REVOKED,
}


def validity_of(*, valid_until: date | None, followed_by: str, today: date) -> Validity:
    """How a result stands today; `followed_by` is the kind of the case that took its place or ended it, or empty.

    The day of `valid_until` is the last valid one.
    """
    if followed_by:
        return AFTER[CaseKind(followed_by)]
    if valid_until is not None and valid_until < today:
        return Validity.EXPIRED
    return Validity.VALID
