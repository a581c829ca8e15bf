"""Mandates (代办委托): one that was recorded, and a list of them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from federation.contracts.case import Applicant
from govhall.mandates.models import Given, Mandate
from govhall.mandates.services.keeping import MandatePaper, new_mandate, record_mandate
from tenants.access import Actor
from tenants.context import hall_context
from tests.builders.files import PDF
from tests.builders.world import ID_NUMBER, TOWNSHIP, World

AGENT_NUMBER = '110105194912310118'
BY_AGENT = Applicant(kind='person', name='张小明', id_number=ID_NUMBER, agent='王芳', agent_number=AGENT_NUMBER)
YEAR = timedelta(days=365)


def recorded(
    world: World, actor: Actor | None = None, *, who: Applicant = BY_AGENT, hall: str = TOWNSHIP, **changes: Any
) -> Mandate:
    """A mandate for all matters and a year, unless said otherwise."""
    said: dict[str, Any] = {'until': timezone.localdate() + YEAR, 'given': Given.COUNTER, 'all_matters': True}
    if 'matters' in changes:
        said['all_matters'] = False
    with hall_context(world.hall(hall)):
        paper = MandatePaper(people=who, **(said | changes))
        return record_mandate(paper=paper, scan=PDF, actor=actor or world.clerk(hall))


def mandates(world: World, count: int) -> None:
    """So many in the township."""
    now, day = timezone.now(), timezone.localdate()
    with hall_context(world.hall(TOWNSHIP)):
        for _ in range(count - Mandate.objects.count()):
            new_mandate(BY_AGENT, since=day, until=day, given=Given.COUNTER, actor=None, at=now).save(force_insert=True)
