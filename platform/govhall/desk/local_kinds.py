"""The seven kinds by which halls speak of their cases (七件). GB/T 39046 A.6 knows only the first two.

A case has one of them for the monthly tables: the most telling, in the order below.
"""

from enum import StrEnum
from typing import NamedTuple


class LocalKind(StrEnum):
    """One of the seven."""

    RETURNED = 'returned'
    JOINT = 'joint'
    REPORTED = 'reported'
    CORRECTED = 'corrected'
    SPECIAL = 'special'
    INSTANT = 'instant'
    PROMISED = 'promised'

    @property
    def label(self) -> str:
        """The kind on screen."""
        return LABELS[self]


LABELS = {
    LocalKind.RETURNED: '退回件',
    LocalKind.JOINT: '联办件',
    LocalKind.REPORTED: '上报件',
    LocalKind.CORRECTED: '补办件',
    LocalKind.SPECIAL: '特办件',
    LocalKind.INSTANT: '即办件',
    LocalKind.PROMISED: '承诺件',
}


class LocalKindFacts(NamedTuple):
    """What of a case's course tells its kind."""

    instant: bool
    joint: bool
    reported: bool  # sent upward, as the power lies there
    corrected: bool
    special: bool  # with a special procedure or an extension
    not_accepted: bool


def local_kind(course: LocalKindFacts) -> LocalKind:
    """The kind of the case as it stands now; it may become a more telling one later."""
    if course.not_accepted:
        return LocalKind.RETURNED
    if course.joint:
        return LocalKind.JOINT
    if course.reported:
        return LocalKind.REPORTED
    if course.corrected:
        return LocalKind.CORRECTED
    if course.special:
        return LocalKind.SPECIAL
    return LocalKind.INSTANT if course.instant else LocalKind.PROMISED
