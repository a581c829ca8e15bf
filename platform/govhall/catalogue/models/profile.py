"""The hall itself: where it is, how one gets there, and when it is open."""

from datetime import date, time
from typing import Any

from django.db import models

from govhall.kernel.opening_hours import OpeningHours, Span, SpecialDay


class HallProfile(models.Model):
    """What a hall says of itself to everybody; kept by its administrator.

    `weekly_data` holds the times of each weekday (`{"0": [["08:30", "12:00"]]}`, Monday 0), `special_data` those of
    days of their own (`{"2027-02-10": {"spans": [], "note": "春节"}}`).
    """

    hall_code = models.CharField(max_length=8, unique=True)
    address = models.CharField(max_length=200)
    way_there = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=60)
    floor_area = models.IntegerField(null=True)  # square metres
    identity_first = models.BooleanField(default=False, db_default=False)  # who applied online is seen before 受理
    weekly_data = models.JSONField(default=dict)
    special_data = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.BigIntegerField()

    class Meta:
        db_table = 'catalogue_hall_profile'
        ordering = ['hall_code']

    def __str__(self) -> str:
        return self.hall_code

    @property
    def hours(self) -> OpeningHours:
        """When it is open."""
        return OpeningHours(
            {int(day): _spans(spans) for day, spans in self.weekly_data.items()},
            {
                date.fromisoformat(day): SpecialDay(_spans(found['spans']), found['note'])
                for day, found in self.special_data.items()
            },
        )

    @hours.setter
    def hours(self, hours: OpeningHours) -> None:
        self.weekly_data = {str(day): _written(spans) for day, spans in hours.weekly.items()}
        self.special_data = {
            day.isoformat(): {'spans': _written(found.spans), 'note': found.note}
            for day, found in hours.special.items()
        }


def _spans(kept: list[list[str]]) -> tuple[Span, ...]:
    return tuple(Span(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in kept)


def _written(spans: tuple[Span, ...]) -> list[list[Any]]:
    return [[f'{span.begins:%H:%M}', f'{span.ends:%H:%M}'] for span in spans]
