"""Entering a year's holidays from the file that the operator makes of the State Council's notice each November."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import transaction

from govhall.deadlines.calendar import refresh
from govhall.deadlines.models import HolidayYear
from govhall.doors.lists import UnreadableList, read_list
from govhall.doors.shapes import fitted, said_of
from govhall.kernel.calendars import CALENDARS, over
from govhall.kernel.errors import Refused
from govhall.kernel.workdays import BadDays, WorkCalendar, YearNotice, year_notice

# The tasks that count the limits of cases again; by name, because cases stand above their calendar.
RECOUNT_YEAR, RECOUNT_PROVISIONAL = 'casework.sweep_year', 'casework.sweep_provisional'
FEWEST, MOST = 235, 262  # working days of a year; outside, days were forgotten or doubled
SATURDAY = 5
YEARS = range(2000, 2201)
SHAPE = '文件里应有 year（年份）、source（文号）、off（放假）、work（调休上班），本省的再加 province，不能有别的'


class BadHolidays(Refused):
    """The file is not a year's holidays, or contradicts itself."""

    code = 'BAD_HOLIDAYS'
    sentence = '节假日有误：{why}。请对照放假通知更正后再试，现在什么也没有改。'


class HolidayFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One year: `off`, `work` as `MMdd` or `MMdd-MMdd`, `source` the notice number, `province` two digits if any."""

    year: int
    source: str
    off: list[str]
    work: list[str] = []
    province: str = ''


@dataclass(frozen=True, slots=True)
class HolidayImport:
    """What the import did: working days of that year, and whether the table changed."""

    workdays: int
    changed: bool


def read_holidays(content: bytes) -> HolidayFile:
    """The file's JSON as a year. Raises BadHolidays."""
    try:
        data = read_list(content)
    except UnreadableList as unreadable:
        raise BadHolidays(why=unreadable.why) from unreadable
    try:
        return fitted(data, HolidayFile)
    except msgspec.ValidationError as error:
        raise BadHolidays(why=f'{said_of(error)}。{SHAPE}') from error


def check_holidays(file: HolidayFile) -> YearNotice:
    """The days of the file, if they can be true. Raises BadHolidays."""
    if not file.source.strip():
        raise BadHolidays(why='没有写明通知的文号')
    if file.year not in YEARS:
        raise BadHolidays(why=f'年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间，不是 {file.year}')
    if file.province and not re.fullmatch('[0-9]{2}', file.province):
        raise BadHolidays(why=f'省级区划应为两位数字，不是 {file.province}')
    try:
        notice = year_notice(file.year, off=' '.join(file.off), work=' '.join(file.work), source=file.source.strip())
    except BadDays as unreadable:
        raise BadHolidays(why=str(unreadable)) from unreadable
    if both := notice.off & notice.work:
        raise BadHolidays(why=f'{_said(both)}同时写成放假和上班')
    if ordinary := {day for day in notice.work if day.weekday() < SATURDAY}:
        raise BadHolidays(why=f'{_said(ordinary)}不是周末，本来就上班，不用写成调休上班')
    worked = _workdays(notice, file.year)
    if not file.province and not FEWEST <= worked <= MOST:
        raise BadHolidays(why=f'这样全年有 {worked} 个工作日，不合常理（一般 {FEWEST} 到 {MOST} 个）')
    _check_layers(notice, file)
    return notice


def _check_layers(notice: YearNotice, file: HolidayFile) -> None:
    """Nation and province say nothing against each other, and the two together make a possible year."""
    if file.province:
        nation = CALENDARS.notice(file.year)
        if nation is None:
            raise BadHolidays(why=f'还没有 {file.year} 年全国的放假安排，请先导入全国的')
        _check_over(nation, notice, file)
        return
    for row in HolidayYear.objects.filter(year=file.year).exclude(province=''):
        _check_over(notice, YearNotice(frozenset(row.off), frozenset(row.work), row.source), file)


def _check_over(nation: YearNotice, own: YearNotice, file: HolidayFile) -> None:
    if worked := own.work & nation.off:
        raise BadHolidays(why=f'{_said(worked)}全国放假，本省不能改成上班')
    if freed := own.off & nation.work:
        raise BadHolidays(why=f'{_said(freed)}全国调休上班，本省不能改成放假')
    worked_days = _workdays(over(nation, own), file.year)
    if not FEWEST <= worked_days <= MOST:
        raise BadHolidays(why=f'加上本省的日子，全年有 {worked_days} 个工作日，不合常理')


def enter_holidays(file: HolidayFile, *, at: datetime, entered: Mapping[str, object] | None = None) -> HolidayImport:
    """Keep the year and who entered it; entered again unchanged it changes nothing. Raises BadHolidays.

    Deadlines that were counted without it are counted again by `casework.recompute`, which the caller orders.
    """
    notice = check_holidays(file)
    with transaction.atomic():
        row = HolidayYear.objects.select_for_update().filter(year=file.year, province=file.province).first()
        days = {'off': sorted(notice.off), 'work': sorted(notice.work), 'source': notice.source}
        changed = row is None or any(getattr(row, name) != value for name, value in days.items())
        if changed:
            HolidayYear.objects.update_or_create(
                year=file.year,
                province=file.province,
                defaults={**days, 'imported_at': at, 'entered': dict(entered or {})},
            )
    refresh(now=True)
    return HolidayImport(_workdays(notice, file.year), changed)


def _workdays(notice: YearNotice, year: int) -> int:
    return WorkCalendar({year: notice}).count(date(year - 1, 12, 31), date(year, 12, 31))


def _said(days: Iterable[date]) -> str:
    return '、'.join(f'{day.month}月{day.day}日' for day in sorted(days))
