"""What a hall says of itself, with the hours of a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from govhall.catalogue.models import HallProfile
from govhall.deadlines.calendar import calendar_of
from govhall.kernel.opening_hours import SpecialDay, say_spans, say_weekly

AHEAD = 10  # special days that a page shows


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day and its hours in words; `note` says why they are not those of the weekday."""

    day: date
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class ProfileShown:
    """A profile as everybody reads it at a moment."""

    address: str
    way_there: str
    telephone: str
    floor_area: int | None
    weekly: str
    today: DayShown
    is_open: bool
    ahead: list[DayShown]
    identity_first: bool


def profile_of(hall: str) -> HallProfile | None:
    """What the hall keeps; None if its administrator has entered nothing yet. One statement."""
    return HallProfile.objects.filter(hall_code=hall).first()


def profiles_of(halls: Collection[str]) -> dict[str, HallProfile]:
    """The profiles of many halls, by their codes. One statement."""
    return {profile.hall_code: profile for profile in HallProfile.objects.filter(hall_code__in=halls)}


def shown(profile: HallProfile, *, area: str, at: datetime) -> ProfileShown:
    """A profile with the hours of the day, by the calendar of the hall's area; `at` is a moment."""
    local, hours = timezone.localtime(at), profile.hours
    calendar = calendar_of(area)
    ahead = sorted(day for day in hours.special if day > local.date())[:AHEAD]
    return ProfileShown(
        profile.address,
        profile.way_there,
        profile.telephone,
        profile.floor_area,
        say_weekly(hours.weekly),
        _in_words(local.date(), hours.on(local.date(), calendar)),
        hours.is_open(local.date(), local.time(), calendar),
        [_in_words(day, hours.special[day]) for day in ahead],
        profile.identity_first,
    )


def _in_words(day: date, found: SpecialDay) -> DayShown:
    return DayShown(day, say_spans(found.spans) or '不开门', found.note)
