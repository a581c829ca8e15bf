"""May this hall, and this person, do this with this matter at this moment; and on what does the answer rely."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from federation.contracts.catalogue import Condition
from govhall.catalogue.conditions import Facts, Verdict, judge
from govhall.catalogue.models import Authorisation, Grant, Matter, Organ
from govhall.catalogue.models.authorisation import AuthorisationQuerySet
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
    seal_id: UUID | None = field(default=None, compare=False)  # the letter for the organ's seal, where one was sought
    # All that the hall may do with the matter, by this grant and others in force.
    powers: frozenset[Power] = field(default=frozenset(), compare=False)

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

    One query, of rows as they are now. Raises UnknownMatter, NoGrant, and NoAuthorisation when reviewing (letter:
    submit or review) or deciding (letter: decide or approve) without a live letter. `at` is aware; an interval's end is
    outside it.
    `received` is when the case was received, `facts` what its grants' conditions may ask for. `by_letter` is False for
    what the head of the organ does, whose power needs no letter.
    """
    grants = grants_in_force(at, received=received).filter(matter_code=matter, hall_code=hall)
    personal = power in PERSONAL_POWERS and by_letter
    if personal and person_id is not None:
        grants = _with_letters(grants, matter, hall, power, at, person_id)
    relied = _strongest(grants, power, facts or {}, letters=personal and person_id is not None)
    if relied is None:
        raise _no_grant(matter, hall, power, at, received)
    if personal and relied.authorisation_id is None:
        raise NoAuthorisation(matter=matter, power=POWER_WORDS[power])
    return relied


@dataclass(frozen=True, slots=True)
class Standing:
    """What a hall may do with a matter at a moment, and which letters for it a person holds."""

    powers: frozenset[Power]
    letters: frozenset[PersonalPower]

    def may(self, power: Power, *, by_letter: bool) -> bool:
        """Whether `require` would let the act pass; a decision by letter needs the one for the organ's seal as well."""
        wanted: list[tuple[PersonalPower, ...]] = (
            [PERSONAL_POWERS[power]] if by_letter and power in PERSONAL_POWERS else []
        )
        if power is Power.DECIDE and wanted:
            wanted.append((PersonalPower.SEAL,))
        return power in self.powers and all(self.holds(wordings) for wordings in wanted)

    def holds(self, wordings: Iterable[PersonalPower]) -> bool:
        """Whether a letter gives one of these wordings of a power."""
        return not self.letters.isdisjoint(wordings)


def standing(*, matter: str, hall: str, at: datetime, person_id: int, received: datetime, facts: Facts) -> Standing:
    """The answers of `require` for every power at once, in two queries: what a page may offer."""
    grants = grants_in_force(at, received=received).filter(matter_code=matter, hall_code=hall)
    modes = [Mode(mode) for mode, conditions in grants.values_list('mode', 'conditions') if holds(conditions, facts)]
    letters = Authorisation.objects.live(at).covering(matter).filter(person_id=person_id, hall_code=hall)
    held = [PersonalPower(power) for powers in letters.values_list('powers', flat=True) for power in powers]
    return Standing(frozenset().union(*(mode.powers for mode in modes)), frozenset(held))


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


def _with_letters(
    grants: GrantQuerySet, matter: str, hall: str, power: Power, at: datetime, person_id: int
) -> GrantQuerySet:
    """The grants, each beside the person's letters for the power and for the organ's seal."""
    wanted = {'letter': PERSONAL_POWERS[power], 'seal': (PersonalPower.SEAL,)}
    letters = {name: _letters(matter, hall, one, at, person_id).values('id')[:1] for name, one in wanted.items()}
    return grants.annotate(**{name: Subquery(found) for name, found in letters.items()})


def _strongest(grants: GrantQuerySet, power: Power, facts: Facts, *, letters: bool) -> Reliance | None:
    # The organ's entry may still be on its way; its code names it for certain.
    named = Subquery(Organ.objects.filter(credit_code=OuterRef('organ_code')).values('name'))
    rows = grants.annotate(organ_name=Coalesce(named, 'organ_code'))
    columns = ('id', 'mode', 'organ_code', 'organ_name', 'conditions', *(('letter', 'seal') if letters else ()))
    able = [
        Reliance(grant, held[0] if held else None, Mode(mode), organ, name, seal_id=held[1] if held else None)
        for grant, mode, organ, name, conditions, *held in rows.values_list(*columns)
        if holds(conditions, facts)
    ]
    powers = frozenset().union(*(relied.mode.powers for relied in able))
    fitting = [relied for relied in able if power in relied.mode.powers]
    found = min(fitting, key=lambda relied: STRENGTH.index(relied.mode), default=None)
    return replace(found, powers=powers) if found else None


def _no_grant(matter: str, hall: str, power: Power, at: datetime, received: datetime | None) -> UnknownMatter | NoGrant:
    in_force = Matter.objects.filter(code=matter, valid_from__lte=at)
    if not in_force.exclude(valid_to__lte=min(at, received or at)).exists():
        return UnknownMatter(field='matter', matter=matter)
    return NoGrant(hall=hall, matter=matter, power=POWER_WORDS[power])


def _letters(
    matter: str, hall: str, powers: Iterable[PersonalPower], at: datetime, person_id: int
) -> AuthorisationQuerySet:
    letters = Authorisation.objects.live(at).covering(matter).filter(person_id=person_id, hall_code=hall)
    return letters.filter(powers__overlap=[power.value for power in powers])


def _letter(
    matter: str, hall: str, powers: Iterable[PersonalPower], at: datetime, person_id: int | None
) -> UUID | None:
    if person_id is None:
        return None
    found = _letters(matter, hall, powers, at, person_id).first()
    return found.id if found else None
