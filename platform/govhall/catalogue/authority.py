"""May this hall, and this person, do this with this matter at this moment; and on what does the answer rely."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from federation.contracts.catalogue import Condition
from govhall.catalogue.conditions import Facts, Verdict, judge
from govhall.catalogue.models import Authorisation, Grant, Matter, Organ
from govhall.catalogue.models.grant import GrantQuerySet
from govhall.catalogue.refusals import NoAuthorisation, NoGrant, NoSealPower, UnknownMatter
from govhall.catalogue.rules import PERSONAL_POWERS, Mode, PersonalPower, Power

POWER_WORDS = {Power.RECEIVE: '收件', Power.ACCEPT: '受理', Power.REVIEW: '审核', Power.DECIDE: '决定'}
STRENGTH = list(Mode)


@dataclass(frozen=True, slots=True)
class Reliance:
    """The grant and the authorisation that an act relied on, and the organ in whose name it was done.

    Under an entrusted grant the organ is the one that entrusted, under an own or delegated grant the hall's own.
    """

    grant_id: UUID
    authorisation_id: UUID | None
    mode: Mode
    organ_code: str
    organ_name: str

    def as_dict(self) -> dict[str, str | None]:
        """The same as plain JSON, for the case's event: keys as the fields, ids as text."""
        return {
            'grant_id': str(self.grant_id),
            'authorisation_id': str(self.authorisation_id) if self.authorisation_id else None,
            'mode': self.mode.value,
            'organ_code': self.organ_code,
            'organ_name': self.organ_name,
        }


def grants_in_force(at: datetime, *, received: datetime | None = None) -> GrantQuerySet:
    """Live grants of live matters at a moment: a grant over a repealed matter gives nothing.

    Except for a case that was `received` while the matter was in force: it is finished under the version it came under.
    """
    matters = Matter.objects.filter(code=OuterRef('matter_code'), valid_from__lte=at).exclude(
        valid_to__lte=min(at, received or at)
    )
    return Grant.objects.live(at).filter(Exists(matters))


def holds(conditions: Iterable[object], facts: Facts) -> bool:
    """Whether the stored conditions of a grant are met for sure; a fact that nobody said meets none of them."""
    return judge((msgspec.convert(one, Condition) for one in conditions), facts) is Verdict.MET


def require(  # noqa: PLR0913 - what is asked, of whom, when, and of which application
    *,
    matter: str,
    hall: str,
    power: Power,
    at: datetime,
    person_id: int | None = None,
    received: datetime | None = None,
    facts: Facts | None = None,
    by_letter: bool = True,
) -> Reliance:
    """The grant, and for review and decision the person's authorisation, that allow this act at this moment.

    At most two queries. Raises UnknownMatter, NoGrant, and NoAuthorisation when reviewing (letter: submit or review)
    or deciding (letter: decide or approve) without a live letter. `at` is aware; an interval's end is outside it.
    `received` is when the case was received, `facts` what its grants' conditions may ask for. `by_letter` is False for
    what the head of the organ does, whose power needs no letter.
    """
    relied = _strongest(matter, hall, power, at, received, facts or {})
    if power in PERSONAL_POWERS and by_letter:
        return replace(relied, authorisation_id=_authorisation(matter, hall, power, at, person_id))
    return relied


def require_letter(*, person_id: int, hall: str, powers: Iterable[PersonalPower], matter: str, at: datetime) -> UUID:
    """The live letter that gives a person a power which no grant of the hall carries, as collecting money.

    Any of `powers` will do: they are wordings of one. Raises NoAuthorisation. One query.
    """
    wordings = tuple(powers)
    letter = _letter(matter, hall, wordings, at, person_id)
    if letter is None:
        raise NoAuthorisation(matter=matter, power='或'.join(power.label for power in wordings))
    return letter


def holds_letter(*, person_id: int, hall: str, power: PersonalPower, at: datetime) -> bool:
    """Whether a page may offer what the power is needed for: a live letter for some matter gives it."""
    letters = Authorisation.objects.live(at).filter(person_id=person_id, hall_code=hall)
    return letters.filter(powers__contains=[power.value]).exists()


def require_seal(*, matter: str, hall: str, at: datetime, person_id: int | None) -> UUID:
    """The letter that lets the person use the organ's seal for this matter at this moment. Raises NoSealPower."""
    letter = _letter(matter, hall, (PersonalPower.SEAL,), at, person_id)
    if letter is None:
        raise NoSealPower(matter=matter)
    return letter


def _strongest(matter: str, hall: str, power: Power, at: datetime, received: datetime | None, facts: Facts) -> Reliance:
    # The organ's entry may still be on its way; its code names it for certain.
    named = Subquery(Organ.objects.filter(credit_code=OuterRef('organ_code')).values('name'))
    grants = grants_in_force(at, received=received).filter(matter_code=matter, hall_code=hall)
    rows = grants.annotate(organ_name=Coalesce(named, 'organ_code'))
    able = [
        Reliance(grant, None, Mode(mode), organ, name)
        for grant, mode, organ, name, conditions in rows.values_list(
            'id', 'mode', 'organ_code', 'organ_name', 'conditions'
        )
        if power in Mode(mode).powers and holds(conditions, facts)
    ]
    if able:
        return min(able, key=lambda relied: STRENGTH.index(relied.mode))
    in_force = Matter.objects.filter(code=matter, valid_from__lte=at)
    if not in_force.exclude(valid_to__lte=min(at, received or at)).exists():
        raise UnknownMatter(field='matter', matter=matter)
    raise NoGrant(hall=hall, matter=matter, power=POWER_WORDS[power])


def _authorisation(matter: str, hall: str, power: Power, at: datetime, person_id: int | None) -> UUID:
    letter = _letter(matter, hall, PERSONAL_POWERS[power], at, person_id)
    if letter is None:
        raise NoAuthorisation(matter=matter, power=POWER_WORDS[power])
    return letter


def _letter(
    matter: str, hall: str, powers: Iterable[PersonalPower], at: datetime, person_id: int | None
) -> UUID | None:
    if person_id is None:
        return None
    letters = Authorisation.objects.live(at).covering(matter).filter(person_id=person_id, hall_code=hall)
    found = letters.filter(powers__overlap=[power.value for power in powers]).first()
    return found.id if found else None
