"""Reads of grants (赋权) for pages: what a hall may do, in whose name, who gave it and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from federation.contracts.catalogue import GrantEntered
from federation.directory.models import HallEntry
from federation.directory.selectors import children, entry
from govhall.catalogue.authority import POWER_WORDS
from govhall.catalogue.conditions import say
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Grant, Matter, Organ
from govhall.catalogue.rules import Mode, VillageKind
from govhall.catalogue.services.grant_end import NoSuchGrant
from govhall.look.pages import Keyset

# Both along the index grant_of_a_hall.
BY_MATTER = Keyset({'matter_code': str, 'id': UUID}, size=50, separator=':')
BACKWARDS = Keyset({'matter_code': str, 'id': UUID}, size=50, separator=':', descending=True)


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant in words; `organ` is in whose name the hall acts, `delegator` who gave it (empty: the law did)."""

    grant: Grant
    hall: str
    matter: str
    mode: str
    powers: str
    organ: str
    delegator: str
    village: str
    conditions: str
    state: str
    tone: str


def halls_seen(hall: str) -> list[HallEntry]:
    """The halls whose grants may be read here: the hall itself first, then those directly below."""
    return [entry(hall), *children(hall)]


def grants_of(hall: str, *, at: datetime, words: str = '', ended: bool = False) -> QuerySet[Grant]:
    """The grants of one hall that have not ended, or with `ended` all, whose matter is called so or has this code."""
    rows = Grant.objects.filter(hall_code=hall)
    if not ended:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=at))
    if words:
        called = Matter.objects.filter(Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code=words))
        rows = rows.filter(matter_code__in=called.values('code'))
    return rows


def grant_line(hall: str, grant: UUID, *, at: datetime) -> GrantLine:
    """One grant of the hall or of one directly below. Raises NoSuchGrant."""
    found = Grant.objects.filter(id=grant, hall_code__in=[seen.code for seen in halls_seen(hall)]).first()
    if found is None:
        raise NoSuchGrant(grant=grant)
    return grant_lines([found], at)[0]


def grant_lines(grants: Sequence[Grant], at: datetime) -> list[GrantLine]:
    """Grants in words; three statements for any number of them."""
    matters = dict(Matter.objects.filter(code__in={grant.matter_code for grant in grants}).values_list('code', 'name'))
    organs = _organs(code for grant in grants for code in (grant.organ_code, grant.delegator_code) if code)
    halls = dict(HallEntry.objects.filter(code__in={grant.hall_code for grant in grants}).values_list('code', 'name'))
    return [_line(grant, matters=matters, organs=organs, halls=halls, at=at) for grant in grants]


def _organs(codes: Iterable[str]) -> dict[str, str]:
    return dict(Organ.objects.filter(credit_code__in=set(codes)).values_list('credit_code', 'name'))


def _line(
    grant: Grant, *, matters: dict[str, str], organs: dict[str, str], halls: dict[str, str], at: datetime
) -> GrantLine:
    mode = Mode(grant.mode)
    state, tone = _state(grant, at)
    return GrantLine(
        grant=grant,
        hall=halls.get(grant.hall_code, grant.hall_code),
        matter=matters.get(grant.matter_code, grant.matter_code),
        mode=mode.label,
        powers='、'.join(word for power, word in POWER_WORDS.items() if power in mode.powers),
        organ=organs.get(grant.organ_code, grant.organ_code),
        delegator=organs.get(grant.delegator_code, grant.delegator_code),
        village=VillageKind(grant.village).label if grant.village else '',
        conditions=say(entry_of(GrantEntered, grant).conditions),
        state=state,
        tone=tone,
    )


def _state(grant: Grant, at: datetime) -> tuple[str, str]:
    if grant.valid_to and grant.valid_to <= at:
        return '已终止', 'idle'
    if grant.valid_from > at:
        return '还没生效', 'run'
    return ('有效，将收回', 'soon') if grant.valid_to else ('有效', 'good')
