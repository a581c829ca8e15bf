"""May this hall, and this person, do this with this matter at this moment; and on what does the answer rely."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import BigIntegerField, CharField, DateTimeField, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from federation.contracts.catalogue import Condition
from govhall.catalogue.conditions import ConditionVerdict, Facts, judge
from govhall.catalogue.jurisdiction import given, in_rows, powers_over
from govhall.catalogue.models import Authorisation, Grant, Matter, Organ
from govhall.catalogue.models.authorisation import AuthorisationQuerySet
from govhall.catalogue.models.grant import GrantQuerySet
from govhall.catalogue.refusals import NoAuthorisation, NoGrant, NoSealPower, UnknownMatter
from govhall.catalogue.rules import PERSONAL_POWERS, Mode, PersonalPower, Power
from tenants.compiled_query import CompiledQuery, Param

POWER_WORDS = {Power.RECEIVE: '收件', Power.ACCEPT: '受理', Power.REVIEW: '审核', Power.DECIDE: '决定'}
STRENGTH = list(Mode)
AT, UNLESS_BY = Param('at', DateTimeField()), Param('unless_by', DateTimeField())
MATTER, HALL, PERSON = Param('matter', CharField()), Param('hall', CharField()), Param('person', BigIntegerField())
COLUMNS = ('id', 'mode', 'organ_code', 'organ_name', 'conditions', 'own_area', 'served')


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
    return in_force(at, min(at, received or at))


def in_force(at: datetime | Param, unless_by: datetime | Param) -> GrantQuerySet:
    """Live grants of matters that have begun and were not repealed by the second moment."""
    matters = Matter.objects.filter(code=OuterRef('matter_code'), valid_from__lte=at).exclude(valid_to__lte=unless_by)
    return Grant.objects.live(at).filter(Exists(matters))


def holds(conditions: Iterable[object], facts: Facts) -> bool:
    """Whether the stored conditions of a grant are met for sure; a fact that nobody said meets none of them."""
    return judge((msgspec.convert(condition, Condition) for condition in conditions), facts) is ConditionVerdict.MET


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
    personal = power in PERSONAL_POWERS and by_letter
    asked = {'matter': matter, 'hall': hall, 'at': at, 'unless_by': min(at, received or at), **given(facts or {})}
    if personal and person_id is not None:
        rows = _beside_letters(power)(person=person_id, **asked)
    else:
        rows = [(*row, None, None) for row in GRANTS(**asked)]
    relied = _strongest(rows, power, facts or {})
    if relied is None:
        raise _no_grant(matter, hall, power, at, received)
    if personal and relied.authorisation_id is None:
        raise NoAuthorisation(matter=matter, power=POWER_WORDS[power])
    return relied


@dataclass(frozen=True, slots=True)
class Entitlements:
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


def entitlements(
    *, matter: str, hall: str, at: datetime, person_id: int, received: datetime, facts: Facts
) -> Entitlements:
    """The answers of `require` for every power at once, in two queries: what a page may offer."""
    rows = GRANTS(matter=matter, hall=hall, at=at, unless_by=min(at, received), **given(facts))
    powers = [
        powers_over(Mode(mode).powers, facts, own=own, served=served)
        for _, mode, _, _, conditions, own, served in rows
        if holds(conditions, facts)
    ]
    letters = LETTERS(matter=matter, hall=hall, at=at, person=person_id)
    held = [PersonalPower(power) for (powers,) in letters for power in powers]
    return Entitlements(frozenset().union(*powers), frozenset(held))


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
    return bool(_any_with(power)(person=person_id, hall=hall, at=at))


def require_seal(*, matter: str, hall: str, at: datetime, person_id: int | None) -> UUID:
    """The letter that lets the person use the organ's seal for this matter at this moment. Raises NoSealPower."""
    letter = _letter(matter, hall, (PersonalPower.SEAL,), at, person_id)
    if letter is None:
        raise NoSealPower(matter=matter)
    return letter


def _grants() -> QuerySet[Grant, Any]:
    """The hall's grants over a matter, with the name of the organ."""
    # The organ's entry may still be on its way; its code names it for certain.
    named = Subquery(Organ.objects.filter(credit_code=OuterRef('organ_code')).values('name'))
    grants = in_force(AT, UNLESS_BY).filter(matter_code=MATTER, hall_code=HALL)
    return grants.annotate(organ_name=Coalesce(named, 'organ_code'), **in_rows(HALL)).values_list(*COLUMNS)


@cache
def _beside_letters(power: Power) -> CompiledQuery:
    """The same, each beside the person's letters for the power and for the organ's seal."""
    wanted = {'letter': PERSONAL_POWERS[power], 'seal': (PersonalPower.SEAL,)}

    def rows() -> QuerySet[Grant, Any]:
        found = {name: _letters(letters).values('id')[:1] for name, letters in wanted.items()}
        return _grants().annotate(**{name: Subquery(letter) for name, letter in found.items()})

    return CompiledQuery(rows)


GRANTS = CompiledQuery(_grants)
LETTERS = CompiledQuery(
    lambda: (
        Authorisation.objects.live(AT).covering(MATTER).filter(person_id=PERSON, hall_code=HALL).values_list('powers')
    )
)


def _strongest(rows: Iterable[tuple[Any, ...]], power: Power, facts: Facts) -> Reliance | None:
    able = [
        Reliance(
            *(grant, letter, Mode(mode), organ, name),
            seal_id=seal,
            powers=powers_over(Mode(mode).powers, facts, own=own, served=served),
        )
        for grant, mode, organ, name, conditions, own, served, letter, seal in rows
        if holds(conditions, facts)
    ]
    powers = frozenset().union(*(relied.powers for relied in able))
    fitting = [relied for relied in able if power in relied.powers]
    found = min(fitting, key=lambda relied: STRENGTH.index(relied.mode), default=None)
    return replace(found, powers=powers) if found else None


def _no_grant(matter: str, hall: str, power: Power, at: datetime, received: datetime | None) -> UnknownMatter | NoGrant:
    in_force = Matter.objects.filter(code=matter, valid_from__lte=at)
    if not in_force.exclude(valid_to__lte=min(at, received or at)).exists():
        return UnknownMatter(field='matter', matter=matter)
    return NoGrant(hall=hall, matter=matter, power=POWER_WORDS[power])


def _letters(powers: Iterable[PersonalPower]) -> AuthorisationQuerySet:
    """The person's letters at the hall that give one of these wordings of a power."""
    letters = Authorisation.objects.live(AT).covering(MATTER).filter(person_id=PERSON, hall_code=HALL)
    return letters.filter(powers__overlap=[power.value for power in powers])


def _letter(
    matter: str, hall: str, powers: Iterable[PersonalPower], at: datetime, person_id: int | None
) -> UUID | None:
    if person_id is None:
        return None
    found = _with_one_of(tuple(powers))(matter=matter, hall=hall, at=at, person=person_id)
    return found[0][0] if found else None


@cache
def _with_one_of(powers: tuple[PersonalPower, ...]) -> CompiledQuery:
    return CompiledQuery(lambda: _letters(powers).values_list('id')[:1])


@cache
def _any_with(power: PersonalPower) -> CompiledQuery:
    held = Authorisation.objects.live(AT).filter(person_id=PERSON, hall_code=HALL, powers__contains=[power.value])
    return CompiledQuery(lambda: held.values_list('id')[:1])
