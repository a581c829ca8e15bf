"""The receipt on paper."""

import base64
import hashlib
from uuid import UUID

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from govhall.casework.refusals import NoSuchCase, PeopleNotShown
from govhall.casework.selectors import HANDLERS, case_for
from govhall.casework.sight import require_people
from govhall.desk.purposes import Purpose
from govhall.desk.receipts import receipt_page
from govhall.desk.services.reveal import disclose
from govhall.desk.views.case import no_case
from tenants.access import StaffRequest, staff


@staff(*HANDLERS)
@require_safe
@cache_control(no_store=True, private=True)
def receipt(request: StaffRequest, uid: UUID) -> HttpResponse:
    """GET the printable receipt. Only the hall of origin has it."""
    try:
        case = case_for(uid, request.actor)
        if case.origin != request.hall.code:
            raise NoSuchCase
        require_people(request.actor, case, timezone.now())
    except (NoSuchCase, PeopleNotShown) as refusal:
        return no_case(request, refusal)
    shown = disclose(uid=uid, actor=request.actor, purpose=Purpose.RECEIPT)  # the name stands on it in full
    page = receipt_page(shown)
    style = page.partition('<style>')[2].partition('</style>')[0]
    # The paper carries its own style, as it is kept and archived in one piece.
    told = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return HttpResponse(page, headers={HEADER: build_policy(update={'style-src': f"'sha256-{told}'"})})
