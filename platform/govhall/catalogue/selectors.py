"""Reads of the catalogue for counters, cases and public pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from federation.contracts.catalogue import CertificateRule, Fee, Material, MatterEntered, Step, WhoMayApply
from federation.contracts.forms import MatterForm
from govhall.catalogue.authority import grants_in_force, holds
from govhall.catalogue.conditions import Facts
from govhall.catalogue.jurisdiction import may_over
from govhall.catalogue.matter_owners import MATTER, Placement, placement_of, with_placement
from govhall.catalogue.models import Grant, Matter, MatterVersion
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import NO_LIMIT, CaseType, Mode, Power, VillageKind
from govhall.forms.definition import set_aside_because
from govhall.tariffs.words import FeeLine, fee_lines
from tenants.compiled_query import CompiledRows, rows_by

NO_RULE = CertificateRule()


@dataclass(frozen=True, slots=True)
class MatterInfo:
    """A matter as cases and screens use it; limits in working days, fees in yuan."""

    code: str
    basic_code: str
    name: str
    short_name: str
    task_type: str
    case_type: CaseType
    level: str
    legal_basis: str
    statutory_days: int | None  # None: 无法定时限
    promised_days: int
    fees: tuple[Fee, ...]
    materials: tuple[Material, ...]
    everyday_words: tuple[str, ...]
    steps: tuple[Step, ...]
    joint: bool
    version: int
    main_code: str = ''
    result: str = ''
    certificate: str = ''
    site_check: bool = False
    term_months: int | None = None
    who: WhoMayApply | None = None
    applicants: tuple[str, ...] = ()  # codes of 服务对象; empty: anybody
    certificate_rule: CertificateRule = NO_RULE
    form: MatterForm | None = None  # None also where this release does not know one of its kinds of field

    @property
    def is_instant(self) -> bool:
        """True for 即办件, decided on the spot."""
        return self.case_type is CaseType.INSTANT

    @property
    def limits(self) -> str:
        """办理时限 in words: what the law says, and what is promised."""
        law = NO_LIMIT if self.statutory_days is None else f'法定 {self.statutory_days} 个工作日'
        return f'{law}，{"即时办结" if self.is_instant else f"承诺 {self.promised_days} 个工作日"}'

    @property
    def charges(self) -> tuple[FeeLine, ...]:
        """收费依据和标准 in words."""
        return tuple(fee_lines(self.fees, self.form))

    @property
    def has_no_term(self) -> bool:
        """Whether nothing says how long its result is valid."""
        return self.term_months is None and not self.certificate_rule.ends_on


MOST_VERSIONS = 4096  # kept in a process, some kB each
_versions: dict[tuple[str, int], MatterInfo] = {}


def matter(code: str, *, version: int | None = None) -> MatterInfo:
    """The matter, also a repealed one (its running cases need it). Raises UnknownMatter.

    With `version` as it was in that version, which a case was received under: no query where this process has read it
    before, as a version never changes, else one, or two for an older version. A version that has not reached this cell
    is answered with the one that has, and asked for again the next time.
    """
    if version is not None and (known := _versions.get((code, version))):
        return known
    row = BY_CODE.first(code=code)
    if row is None:
        raise UnknownMatter(field='matter', matter=code)
    info = _info(row)
    if version is not None and version != row.version:
        kept = MatterVersion.objects.filter(code=code, version=version).first()
        info = info if kept is None else _info(msgspec.convert(kept.entry, MatterEntered))
    if info.version == version:
        if len(_versions) >= MOST_VERSIONS:
            _versions.clear()
        _versions[code, version] = info
    return info


class ReceivedMatter(NamedTuple):
    """A matter as it is when a case of it begins in a hall, and whose the case is there."""

    info: MatterInfo
    placement: Placement


def matter_at_receipt(code: str, *, hall: str, at: datetime) -> ReceivedMatter:
    """The matter, and whose its cases are in the hall; one query. Raises UnknownMatter."""
    row = PLACED.first(matter=code, hall=hall, at=at)
    if row is None:
        raise UnknownMatter(field='matter', matter=code)
    return ReceivedMatter(_info(row), placement_of(row))


def placement(code: str, *, hall: str, at: datetime) -> Placement | None:
    """Whose the cases of a matter are in the hall; None for a matter that the catalogue does not know. One query."""
    row = PLACEMENT.first(matter=code, hall=hall, at=at)
    return None if row is None else placement_of(row)


BY_CODE = rows_by(Matter, 'code')
PLACED = CompiledRows(lambda: with_placement(Matter.objects.filter(code=MATTER)))
PLACEMENT = CompiledRows(lambda: with_placement(Matter.objects.filter(code=MATTER).only('code')))


def forget() -> None:
    """Drop the versions that this process has read: for tests, whose transactions take versions back."""
    _versions.clear()


def matters_for(hall: str, *, at: datetime | None = None) -> list[MatterInfo]:
    """The matters that a hall has any live grant for at a moment (now), by code."""
    rows = Matter.objects.filter(code__in=_codes_for(hall, at or timezone.now()))
    return [_info(row) for row in rows]


def search_matters(hall: str, words: str, *, at: datetime | None = None, most: int = 20) -> list[MatterInfo]:
    """Matters of the hall in which every one of the words occurs, best first; the first by code for no words.

    Looked up are name, short name, code and the everyday words that people use ("办执照", initials such as "zjd").
    """
    rows = Matter.objects.filter(code__in=_codes_for(hall, at or timezone.now()))
    best = [named.code for named in _best(rows, words)[:most]]
    infos = {row.code: _info(row) for row in rows.filter(code__in=best)}
    return [infos[code] for code in best]


class MatterNames(NamedTuple):
    """A matter by its names."""

    code: str
    name: str
    short_name: str


def find_matters(words: str, *, at: datetime, most: int = 60) -> list[MatterNames]:
    """Matters in force of any hall in which every one of the words occurs, best first; the first by name for no words.

    Only names are read: there may be thousands, and anybody may ask.
    """
    rows = Matter.objects.filter(valid_from__lte=at).exclude(valid_to__lte=at)
    return _best(rows.order_by('short_name', 'code'), words)[:most]


def in_force(code: str, at: datetime) -> bool:
    """Whether the matter may be applied for at the moment."""
    return Matter.objects.filter(code=code, valid_from__lte=at).exclude(valid_to__lte=at).exists()


def has_power(
    matter: str,
    hall: str,
    power: Power,
    at: datetime,
    *,
    received: datetime | None = None,
    facts: Facts | None = None,
) -> bool:
    """True if, and only if, a grant in force at the moment gives the hall the power over the matter."""
    held = conditions_of_power(matter, hall, power, at, received=received)
    return any(holds(condition, facts or {}) for condition in held) and may_over(power, hall, facts or {})


def conditions_of_power(
    matter: str, hall: str, power: Power, at: datetime, *, received: datetime | None = None
) -> list[list[object]]:
    """The conditions of each grant in force that gives the hall the power: one that holds is enough."""
    modes = [mode.value for mode in Mode if power in mode.powers]
    grants = grants_in_force(at, received=received).filter(matter_code=matter, hall_code=hall, mode__in=modes)
    return list(grants.values_list('conditions', flat=True))


def may_take(
    matter: str, hall: str, at: datetime, *, received: datetime | None = None, facts: Facts | None = None
) -> bool:
    """True if, and only if, the hall has any grant in force for the matter, so that it may take custody of a case."""
    return has_power(matter, hall, Power.RECEIVE, at, received=received, facts=facts)


def organs_of(matter: str, hall: str, at: datetime) -> frozenset[str]:
    """The credit codes of the organs in whose name the hall has any power over the matter at the moment."""
    rows = grants_in_force(at).filter(matter_code=matter, hall_code=hall).values_list('organ_code', flat=True)
    return frozenset(rows)


def halls_with_power(matter: str, power: Power, at: datetime) -> QuerySet[Grant, str]:
    """The codes of all halls that a grant in force gives the power: a query, as there may be thousands."""
    modes = [mode.value for mode in Mode if power in mode.powers]
    found = grants_in_force(at).filter(matter_code=matter, mode__in=modes)
    return found.values_list('hall_code', flat=True).distinct()


def point_may_receive(matter: str, hall: str, at: datetime) -> bool:
    """True if the hall's village points receive for the organ; otherwise they only carry for the applicant (代办)."""
    return grants_in_force(at).filter(matter_code=matter, hall_code=hall, point_receipt=True).exists()


def village_kind(matter: str, hall: str, at: datetime) -> VillageKind | None:
    """What the hall's villages do with the matter at the moment; None where the grant lists nothing for them."""
    kinds = grants_in_force(at).filter(matter_code=matter, hall_code=hall).exclude(village='')
    kind = kinds.values_list('village', flat=True).first()
    return VillageKind(kind) if kind else None


def _codes_for(hall: str, at: datetime) -> list[str]:
    return list(grants_in_force(at).filter(hall_code=hall).values_list('matter_code', flat=True).distinct())


def _best(rows: QuerySet[Matter], words: str) -> list[MatterNames]:
    """Those in which every word occurs, best first, else in the order of the rows; only names are read of them."""
    wanted = words.lower().split()
    found = []
    for code, name, short, everyday in rows.values_list('code', 'name', 'short_name', 'everyday_words'):
        ranks = [_rank(word, [short, name, code, *everyday]) for word in wanted]
        if None not in ranks:
            found.append((sum(rank or 0 for rank in ranks), MatterNames(code, name, short)))
    return [named for _, named in sorted(found, key=lambda one: one[0])]


def _rank(word: str, texts: list[str]) -> int | None:
    """0 where a text is the word, 1 where it begins with it, 2 where it holds it; None where none does."""
    ranks = [
        0 if word == text else 1 if text.startswith(word) else 2
        for text in (text.lower() for text in texts)
        if word in text
    ]
    return min(ranks, default=None)


def _info(row: Matter | MatterEntered) -> MatterInfo:
    return MatterInfo(
        code=row.code,
        basic_code=row.basic_code,
        name=row.name,
        short_name=row.short_name,
        task_type=row.task_type,
        case_type=CaseType(row.case_type),
        level=row.level,
        legal_basis=row.legal_basis,
        statutory_days=None if row.no_statutory_limit else row.statutory_days,
        promised_days=row.promised_days,
        fees=msgspec.convert(row.fees, tuple[Fee, ...]),
        materials=msgspec.convert(row.materials, tuple[Material, ...]),
        everyday_words=tuple(row.everyday_words),
        steps=msgspec.convert(row.steps, tuple[Step, ...], from_attributes=True),
        joint=row.joint,
        version=row.version,
        main_code=row.main_code,
        result=row.result,
        certificate=row.certificate,
        site_check=row.site_check,
        term_months=row.term_months,
        who=msgspec.convert(row.who, WhoMayApply, from_attributes=True) if row.who else None,
        applicants=tuple(row.applicants),
        certificate_rule=certificate_rule(row.certificate_rule),
        form=usable_form(row.form),
    )


def certificate_rule(kept: object) -> CertificateRule:
    """What the certificate says; nothing where nothing is kept."""
    return NO_RULE if kept is None else msgspec.convert(kept, CertificateRule, from_attributes=True)


def usable_form(kept: object) -> MatterForm | None:
    """The form, or None where there is none, or one of a newer release: the data quality report says so."""
    form = None if kept is None else msgspec.convert(kept, MatterForm, from_attributes=True)
    return None if form is None or set_aside_because(form) else form
