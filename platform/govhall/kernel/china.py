"""The zone in which days are counted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo('Asia/Shanghai')


def local_day(at: datetime | None) -> date | None:
    """The calendar day in China."""
    return at.astimezone(CHINA).date() if at else None
