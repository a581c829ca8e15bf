"""How long the file of a case is kept (保管期限): 10 years, 30 years or for ever, by type of matter and outcome."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class Retention(StrEnum):
    """The three terms of the archives law's practice, by their codes in a file's number."""

    PERMANENT = 'permanent'
    THIRTY = 'thirty'
    TEN = 'ten'

    @property
    def label(self) -> str:
        """The term on screen and on paper."""
        return LABELS[self]

    @property
    def code(self) -> str:
        """The term within a file's number (档号)."""
        return CODES[self]

    def until(self, closed: date) -> date | None:
        """The last day on which the file must be kept: years are counted from the one after it was closed."""
        years = YEARS.get(self)
        return date(closed.year + years, 12, 31) if years else None


LABELS = {Retention.PERMANENT: '永久', Retention.THIRTY: '30年', Retention.TEN: '10年'}
CODES = {Retention.PERMANENT: 'Y', Retention.THIRTY: 'D30', Retention.TEN: 'D10'}
YEARS = {Retention.THIRTY: 30, Retention.TEN: 10}
# Of approved cases by type of matter (事项类型); what was not approved gave nobody a right and is kept for ten years.
# Types that are not named: thirty. An archive office sets its own terms over this table.
TABLE = {
    '01': Retention.THIRTY,  # 行政许可
    '05': Retention.THIRTY,  # 行政给付
    '06': Retention.TEN,  # 行政检查
    '07': Retention.PERMANENT,  # 行政确认
    '09': Retention.PERMANENT,  # 行政裁决
    '20': Retention.TEN,  # 公共服务
}


def retention_of(*, matter: str, task_type: str, outcome: str, own: Mapping[str, str] | None = None) -> Retention:
    """The term of a case: the hall's own rule for the matter, else for the type, else the table.

    `own` maps a matter's code or a type of matter to a term; it decides whatever the outcome. Raises ValueError for a
    term that does not exist.
    """
    given = (own or {}).get(matter) or (own or {}).get(task_type)
    if given:
        return Retention(given)
    if outcome != 'approved':
        return Retention.TEN
    return TABLE.get(task_type, Retention.THIRTY)
