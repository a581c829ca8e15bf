"""Working days counted anew, so that the product's own calendar is judged and not used (行政许可法 §82)."""

from datetime import date, timedelta

# 国办发明电〔2024〕12号 and 〔2025〕7号: free days from Monday to Friday, and weekend days of work. Later years are not
# announced: there weekends and the fixed days are free, and the product calls its dates provisional.
FREE = """
2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04 2025-05-01 2025-05-02
2025-05-05 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06 2025-10-07 2025-10-08
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-23 2026-04-06 2026-05-01
2026-05-04 2026-05-05 2026-06-19 2026-09-25 2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07
"""
WORKED = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
SATURDAY = 5


def _days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(word) for word in text.split())


_FREE, _WORKED = _days(FREE), _days(WORKED)
_FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}  # 全国年节及纪念日放假办法 §2
_KNOWN = {day.year for day in _FREE}


def _is_fixed(day: date) -> bool:
    """Whether the regulation frees the day by itself, in a year whose notice is not here."""
    return day.year not in _KNOWN and (day.month, day.day) in _FIXED


def workdays_after(start: date, days: int) -> date:
    """The day that is so many working days after `start`, which is not counted."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_workday(day)
    return day


def is_workday(day: date) -> bool:
    """Whether halls are open on the day."""
    return day in _WORKED or (day.weekday() < SATURDAY and day not in _FREE and not _is_fixed(day))
