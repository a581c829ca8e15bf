"""The public guide of a matter at a hall: the ten fields that must be published (八公开 with name and organ)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from federation.contracts.catalogue import Material
from federation.directory.selectors import entry
from govhall.catalogue.authority import require
from govhall.catalogue.models import Guide
from govhall.catalogue.own_matters import standing
from govhall.catalogue.refusals import NoGuide
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import matter as matter_info
from govhall.tariffs.words import FeeLine


@dataclass(frozen=True, slots=True)
class PublicGuide:
    """名称, 实施机关, 法定依据, 申请条件, 申报材料, 办理程序, 办理时限, 办理职责, 收费依据和标准, 联系方式."""

    name: str
    organ: str
    legal_basis: str
    conditions: str
    materials: tuple[Material, ...]
    procedure: str
    limits: str
    duties: str
    fees: tuple[FeeLine, ...]
    contact: str


def public_guide(*, matter: str, hall: str, at: datetime) -> PublicGuide:
    """The guide of the hall, else of its kind of hall. Raises UnknownMatter, NoGrant, UnknownHall and NoGuide."""
    reliance = require(matter=matter, hall=hall, power=Power.RECEIVE, at=at)
    known = [hall, *filter(None, [standing(matter)])]  # the owner's serves where a hall below has none of its own
    found = Guide.objects.filter(Q(hall_code__in=known) | Q(hall_kind=entry(hall).kind), matter_code=matter)
    # A code sorts after the empty text, so a hall's guide comes before that of its kind.
    guide = max(found, key=lambda one: (one.hall_code == hall, one.hall_code), default=None)
    if guide is None:
        raise NoGuide(matter=matter, hall=hall)
    info = matter_info(matter)
    steps = '、'.join(f'{step.name} {step.days} 天' for step in info.steps)
    return PublicGuide(
        name=info.name,
        organ=reliance.organ_name,
        legal_basis=info.legal_basis,
        conditions=guide.conditions,
        materials=info.materials,
        procedure=guide.procedure,
        limits=info.limits + (f'（{steps}）' if steps else ''),
        duties=guide.duties,
        fees=info.charges,
        contact=f'{guide.window} {guide.phone}（{guide.hours}）',
    )
