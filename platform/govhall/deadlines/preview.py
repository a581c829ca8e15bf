"""What another calendar of a year would do, before it is entered."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

from govhall.deadlines.calendar import calendar_of
from govhall.deadlines.holidays import HolidayFile, check_holidays
from govhall.deadlines.models import HolidayYear
from govhall.deadlines.services import counted_through
from govhall.kernel.errors import Refused

SALT = 'casework.holidays'
OPEN_SECONDS = 1800
WORDS = {True: '上班', False: '放假'}


class CalendarPreviewGone(Refused):
    """The preview is too old, somebody else's, or the calendar has moved on since."""

    code = 'CALENDAR_PREVIEW_GONE'
    sentence = '预览已过期，或节假日在这期间有变化，没有导入。请重新填写后再预览。'


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A day that changes: what it is now and what it will be."""

    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HolidayPreview:
    """The year, its working days, the days that change, and how many cases are counted again."""

    file: HolidayFile
    workdays: int
    moved: list[ChangedDay]
    is_new: bool
    cases: int


def preview_holidays(file: HolidayFile) -> HolidayPreview:
    """What entering the file would change; nothing is stored. Raises BadHolidays."""
    notice, calendar = check_holidays(file), calendar_of(file.province)
    days = [date(file.year, 1, 1) + timedelta(days=days_on) for days_on in range(366)]
    moved, workdays = [], 0
    for day in (free for free in days if free.year == file.year):
        before = calendar.is_workday(day)
        # A province says only what differs from the nation.
        after = before if file.province else day.weekday() < 5
        after = (after or day in notice.work) and day not in notice.off
        workdays += after
        if before != after:
            moved.append(ChangedDay(day, WORDS[before], WORDS[after]))
    known = HolidayYear.objects.filter(year=file.year, province=file.province).exists()
    cases = sum(len(found) for _, found in counted_through(file.year))
    return HolidayPreview(file, workdays, moved, not known and not calendar.announced(file.year), cases)


def seal(preview: HolidayPreview, *, person_id: int) -> str:
    """The file as a text that the preview hands back; only this person can use it, for a while."""
    return signing.dumps([person_id, _said(preview.file), _effect(preview)], salt=SALT, compress=True)


def opened(sealed: str, *, person_id: int) -> HolidayFile:
    """The file of a preview, if entering it would still do the same. Raises CalendarPreviewGone."""
    try:
        whose, said, effect = signing.loads(sealed, salt=SALT, max_age=OPEN_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise CalendarPreviewGone from error
    file = HolidayFile(**said)
    if whose != person_id or _effect(preview_holidays(file)) != effect:
        raise CalendarPreviewGone
    return file


def _said(file: HolidayFile) -> dict[str, object]:
    return {name: getattr(file, name) for name in file.__struct_fields__}


def _effect(preview: HolidayPreview) -> list[list[str]]:
    return [[move.day.isoformat(), move.after] for move in preview.moved]
