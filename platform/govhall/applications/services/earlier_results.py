"""The earlier result that an online application builds on (延续, 变更 …), looked up before it is submitted."""

from datetime import datetime

from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from govhall.casework.services.reception import kind_of
from govhall.casework.services.related_cases import check_first
from govhall.catalogue.selectors import MatterInfo
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from govhall.licences.rules.kinds import CaseKind
from tenants.context import current_hall


def check_first_result(application: OnlineApplication, info: MatterInfo, at: datetime) -> None:
    """Whether its number names a result of the applicant that may still be renewed, changed …: who applies learns it
    at once, and not from a window five days later.

    Raises what `check_linked` raises, and FollowerUnderWay.
    """
    case = Case(
        uid=application.uid,
        matter=info.code,
        matter_version=info.version,
        kind=kind_of(CaseKind(application.about), info),
        first_number=application.first_number,
        applicant_data=application.applicant_data,
        form_data=plain(application.form) if application.form else None,
        area=application.area or current_hall().area_code,
        received_at=at,
    )
    check_first(case, roles=frozenset(), on=at.astimezone(CHINA).date(), at=at)
