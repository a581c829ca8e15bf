"""授权到位: for which items somebody at the window held a letter with 审批决定权 on a day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from govhall.catalogue.models import Authorisation
from govhall.catalogue.rules import PERSONAL_POWERS, Power
from tenants.models import Membership


@dataclass(frozen=True, slots=True)
class HallMember:
    """Somebody who works in a hall on a day; `department` is who sent them, empty for the common window."""

    person_id: int
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class DecidingLetter:
    """A letter that lets its holders' window decide; `matters` is None for all that the hall has."""

    document: str
    holder: str
    matters: Collection[str] | None
    departments: Collection[str]


@dataclass(frozen=True, slots=True)
class WindowPowers:
    """The deciding letters of a hall on a day, by what they cover."""

    named: Mapping[str, DecidingLetter] = field(default_factory=dict)
    general: Mapping[str, DecidingLetter] = field(default_factory=dict)  # by the department of the holder

    def letter(self, item: str, department: str, *, has_window: bool) -> DecidingLetter | None:
        """The letter by which the item's window decides it.

        One that names the item; or one for all matters, held by somebody of its department or, where the department
        has no window of its own, of the common window.
        """
        found = self.named.get(item) or self.general.get(department)
        return found or (None if has_window else self.general.get(''))


def begin_of(day: date) -> datetime:
    """The first moment of a day here."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def end_of(day: date) -> datetime:
    """The last second of a day: what was revoked on it gives nothing any more, what ends with it still does."""
    return datetime.combine(day, time(23, 59, 59), timezone.get_current_timezone())


def members_on(hall: str, day: date) -> list[HallMember]:
    """Who worked in a hall on a day, by name. One statement."""
    members = Membership.objects.live(end_of(day)).filter(hall__code=hall).order_by('person__name')
    return [HallMember(*row) for row in members.values_list('person_id', 'person__name', 'department')]


def window_powers(hall: str, day: date, members: Iterable[HallMember]) -> WindowPowers:
    """The letters with the power to decide that were in force on a day, of people who worked there. One statement."""
    sent: dict[int, list[HallMember]] = {}
    for member in members:
        sent.setdefault(member.person_id, []).append(member)
    powers = [power.value for power in PERSONAL_POWERS[Power.DECIDE]]
    live = Authorisation.objects.live(end_of(day)).filter(hall_code=hall, powers__overlap=powers)
    rows = live.order_by('valid_from', 'id').values_list('person_id', 'document', 'matters')
    letters = [
        DecidingLetter(document, sent[person][0].name, matters, {one.department for one in sent[person]})
        for person, document, matters in rows
        if person in sent
    ]
    return WindowPowers(
        named={matter: letter for letter in letters for matter in letter.matters or ()},
        general={where: letter for letter in letters if letter.matters is None for where in letter.departments},
    )
