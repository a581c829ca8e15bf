"""Recording a check on the spot (现场核查, 行政许可法 §34): it travels with the case to whoever decides it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.records import Officer
from govhall.casework.models import Case
from govhall.casework.rules.site_checks import Visit, check_looked, recorded
from govhall.casework.rules.states import Act
from govhall.casework.services.change import Change, changing
from govhall.catalogue import selectors as catalogue
from govhall.kernel.chain import text_digest
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.context import current_hall
from tenants.models import Membership


class UnknownOfficer(Refused):
    """Somebody who does not work in this hall."""

    code = 'UNKNOWN_OFFICER'
    sentence = '选中的人员里有人不在本大厅工作，请重新选择。'


def officers_of(hall: str, at: datetime) -> list[Officer]:
    """Who may be named in a record: the people who work in the hall, by name."""
    people = Membership.objects.live(at).filter(hall__code=hall, point='').select_related('person')
    return [Officer(membership=one.pk, name=one.person.name) for one in people.order_by('person__name', 'pk')]


def record_site_check(  # noqa: PLR0913 - the frame of every act, and the parts of a record
    *,
    uid: UUID,
    version: int,
    actor: Actor,
    on: date | None,
    place: str,
    officers: Iterable[int],
    finding: str,
    signed: bool,
    why_not: str = '',
    at: datetime | None = None,
) -> Case:
    """Keep the record of a check by two officers or more (ids of memberships of this hall); no clock stops.

    Raises TooFewOfficers, UnknownOfficer, SiteRecordIncomplete, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        named = _named(officers, at)
        visit = Visit(on, place, named, finding, signed, why_not)
        record = recorded(visit, hall=change.hall.code, today=at.astimezone(CHINA).date())
        # As with opinions: the finding is sealed with the case, its hash stands in the event.
        change.perform(
            Act.CHECK_SITE,
            on=str(record.on),
            officers=[one.membership for one in record.officers],
            names=[one.name for one in record.officers],
            signed=record.signed,
            finding_sha256=text_digest(record.finding),
        )
        change.case.site_data = plain([*change.case.site_checks, record])
        return change.case


def require_site_check(change: Change) -> None:
    """Refuse (SiteCheckMissing) to decide what the catalogue wants looked at first (§34)."""
    case = change.case
    info = catalogue.matter(case.matter, version=case.matter_version)
    check_looked(info.site_check, case.site_checks)


def _named(officers: Iterable[int], at: datetime) -> tuple[Officer, ...]:
    here = {one.membership: one for one in officers_of(current_hall().code, at)}
    wanted = list(officers)
    if not set(wanted) <= here.keys():
        raise UnknownOfficer(field='officers')
    return tuple(here[one] for one in wanted)
