"""A hall begins an own matter (本级事项) as a draft, in its own code space."""

import re

from django.db import IntegrityError, transaction
from django.utils import timezone

from govhall.catalogue.models import Matter, Organ
from govhall.catalogue.own_matters import own_code
from govhall.drafts.refusals import DraftChanged
from govhall.matter_editor.entries import LEVEL_OF, check_about
from govhall.matter_editor.models import MatterDraft
from govhall.matter_editor.refusals import NoOwnMattersHere
from govhall.matter_editor.selectors import EditedMatter, Parts
from tenants.access import Actor
from tenants.audit import Action, record
from tenants.models import Hall

SERIAL = re.compile(r'-([0-9]{4})$')


def may_begin(hall: Hall) -> bool:
    """Whether the hall sets up matters: a centre of a city or county; those of the highest hall come by its lists."""
    return hall.kind in LEVEL_OF and hall.kind != 'province'


def organs_of_hall(hall: Hall) -> list[tuple[str, str]]:
    """The organs of the hall's own area, in whose name it may act: credit code and name."""
    return organs_of_area(hall.area_code)


def organs_of_area(area: str) -> list[tuple[str, str]]:
    """The organs of an area: credit code and name."""
    rows = Organ.objects.filter(area_code=area).order_by('name')
    return list(rows.values_list('credit_code', 'name'))


def begin_matter(*, hall: Hall, actor: Actor, parts: Parts) -> MatterDraft:
    """Keep a new matter as a draft under the next code of the hall.

    Raises NoOwnMattersHere, NotOwnType, PromiseTooLong, InstantWithDays, DraftChanged.
    """
    if not may_begin(hall):
        raise NoOwnMattersHere
    now = timezone.now()
    code = own_code(hall.code, _last_serial(hall.code) + 1)
    draft = MatterDraft(
        matter=code,
        hall_code=hall.code,
        parts={'materials': []} | parts,
        version=2,
        changed_by=actor.name,
        changed_at=now,
    )
    check_about(EditedMatter(code, None, draft, draft.parts), now)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            record(Action.MATTER_CHANGED, who=actor, hall=hall.code, subject=code, detail={'did': 'begin'})
    except IntegrityError as taken:  # a colleague began one at the same moment
        raise DraftChanged(who='同事', what='这个事项') from taken
    return draft


def _last_serial(hall: str) -> int:
    begins = f'{hall}-'
    codes = [
        *Matter.objects.filter(code__startswith=begins).values_list('code', flat=True),
        *MatterDraft.objects.filter(matter__startswith=begins).values_list('matter', flat=True),
    ]
    return max((int(found[1]) for code in codes if (found := SERIAL.search(code))), default=0)
