"""The village point of a case, and what its grant lists."""

from datetime import datetime

from govhall.casework.models import Case
from govhall.casework.services.change import Change
from govhall.catalogue import selectors as catalogue
from govhall.catalogue.rules import PUBLIC_SERVICE, VillageKind
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.models import Point


class NotAtThisPoint(Refused):
    """The papers were not handed in at the agent's village point."""

    code = 'NOT_AT_THIS_POINT'
    sentence = '这件事不是在本村点收的，请交给大厅办理。'


def may_close(case: Case, hall: str, at: datetime) -> bool:
    """Whether a village point may close this case at this moment (直办)."""
    info = catalogue.matter(case.matter, version=case.matter_version)
    listed = catalogue.village_kind(case.matter, hall, at) is VillageKind.DIRECT
    # The type is asked beside the list: no grant, however it came, makes a village decide a licence.
    return bool(case.point) and listed and info.task_type == PUBLIC_SERVICE


def may_assist(case: Case, hall: str, at: datetime) -> bool:
    """Whether a village point may record its help with this case (协办)."""
    return bool(case.point) and catalogue.village_kind(case.matter, hall, at) is VillageKind.ASSIST


def place_of(change: Change, actor: Actor) -> str:
    """The name of the point of the case, which is the agent's own. Raises NotAtThisPoint."""
    code = change.case.point
    if not code or (actor.own_points and code not in actor.own_points):
        raise NotAtThisPoint
    found = Point.objects.filter(hall=change.hall, code=code).first()
    if found is None:
        raise NotAtThisPoint
    return found.name


def matter_name(case: Case) -> str:
    """The matter as people call it."""
    return catalogue.matter(case.matter, version=case.matter_version).short_name
