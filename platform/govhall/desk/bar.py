"""What every desk page shares: the bar with its tasks, the state of the line, and how refusals become statuses."""

from typing import Any

from federation.directory.selectors import find
from federation.outbox.selectors import waiting_for
from govhall.casework.selectors import hall_names
from govhall.catalogue.departments import department_name
from govhall.kernel.errors import Refused
from govhall.look.navigation import Counts, tasks
from tenants.access import StaffRequest

STATUSES = {
    'STALE_VERSION': 409,
    'NOT_NOW': 409,
    'CLOCK_WRONG': 409,
    'DEEMED_ACCEPTED': 409,
    'RETURNED_BEFORE': 409,
    'FIVE_DAYS_OVER': 409,
    'NOT_HOLDER': 409,
    'ALREADY_CONCLUDED': 409,
    'NO_HIGHER_HALL': 409,
    'REVIEW_FIRST': 409,
    'TOO_MANY_HOPS': 409,
    'SECOND_CORRECTION': 409,
    'NOT_ORIGIN': 409,
    'NOT_YET_DELIVERED': 409,
    'ALREADY_RATED': 409,
    'NOT_AWAY': 409,
    'ALREADY_ASKED': 409,
    'NOBODY_BEFORE': 409,
    'REFUSED_BEFORE': 409,
    'NOTHING_ASKED': 409,
    'PROCEDURE_OPEN': 409,
    'NO_PROCEDURE_OPEN': 409,
    'SECOND_EXTENSION': 409,
    'EXTENSION_TOO_LATE': 409,
    'CLOCK_STOPPED': 409,
    'HEARING_NOT_NOW': 409,
    'NOT_TOLD_OF': 422,
    'HALL_MERGED': 409,
    'HEARING_PENDING': 409,
    'NOT_YOUR_ROLE': 403,
    'NO_GRANT': 403,
    'NO_AUTHORISATION': 403,
    'NOT_YOUR_DEPARTMENT': 403,
    'NOT_THE_HEAD': 403,
    'NO_SEAL_POWER': 403,
    'NO_SUCH_APPLICATION': 404,
    'NO_SUCH_CASE': 404,
    'NO_SUCH_FILE': 404,
    'NO_SUCH_NUMBER': 404,
    'FILES_UNDER_WAY': 409,
    'ALREADY_SENT': 409,
    'NOT_MISSING': 409,
    'ALREADY_CHARGED': 409,
    'ALREADY_BILLED': 409,
    'NOTHING_TO_PAY': 409,
    'ALREADY_PAID': 409,
    'ORDER_VOID': 409,
    'NOT_PAID': 409,
    'ALREADY_REFUNDED': 409,
    'ASSESSOR_COLLECTS': 403,
    'COLLECTOR_REFUNDS': 403,
    'NO_SUCH_ORDER': 404,
    'NO_SUCH_PAPER': 404,
    'PAPER_NOT_READY': 409,
    'PAPER_FAILED': 409,
    'PAPER_VOID': 409,
    'PAPER_LOST': 409,
    'FILE_LOST': 409,
    'NO_SUCH_ARCHIVE': 404,
    'PACKAGE_UNSOUND': 409,
    'SITE_CHECK_MISSING': 409,
    'LICENCE_NOT_MADE': 409,
    'NOTHING_TO_MAKE': 409,
    'ALREADY_REVOKING': 409,
}


def status_of(refusal: Refused) -> int:
    """The HTTP status of a refusal: 409 not now, 403 not you, 404 not here, 422 look at what you typed."""
    return STATUSES.get(refusal.code, 422)


def desk(request: StaffRequest, active: str = '', *, counted: Counts | None = None) -> dict[str, Any]:
    """The context of a desk page: `tasks` that the person's roles have, the `line` upward, where the hall has `moved`.

    `active` is the key of the page's entry; `counted` are the numbers beside entries that the page knows already.
    """
    successor = request.hall.successor_code
    return {
        'tasks': tasks(request, active, counted=counted),
        'line': line(request),
        'sent_by': department_name(request.actor.department),
        'moved': hall_names([successor]).get(successor, ''),
    }


def line(request: StaffRequest) -> dict[str, Any] | None:
    """How the line upward is; None at the top, which has nobody to report to."""
    waiting = waiting_for(request.hall.code)
    above = find(request.hall.parent_code) if request.hall.parent_code else None
    if above is None:
        return None
    return {'waiting': waiting.count, 'oldest': waiting.oldest, 'is_up': waiting.line, 'upper': above.short_name}
