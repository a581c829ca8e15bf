"""The printable receipt (01 申请材料接收凭证): what was handed in, what is missing, by when the applicant hears."""

from datetime import datetime
from uuid import UUID

import segno
from django.template.loader import render_to_string

from govhall.casework.models import Case, Notice
from govhall.casework.rules.states import State
from govhall.catalogue import selectors as catalogue
from tenants.context import current_hall

CODE = '01'


def make_receipt(uid: UUID, *, at: datetime) -> Notice:
    """Render and store the receipt of a case of the current hall; the stored one is returned if there is one."""
    found = Notice.objects.filter(case_id=uid, code=CODE).first()
    if found:
        return found
    case = Case.objects.get(uid=uid)
    # The code holds the number only: the query word stays on paper, and neither stands in an address.
    square = segno.make(case.number, error='m').svg_inline(scale=3, border=0)
    html = render_to_string(
        'casework/receipt.html',
        {
            'case': case,
            'hall': current_hall(),
            'matter': catalogue.matter(case.matter, version=case.matter_version),
            'by_agent': case.state == State.ENTRUSTED,
            'square': square,
        },
    )
    notice, _ = Notice.objects.get_or_create(case_id=uid, code=CODE, defaults={'html': html, 'made_at': at})
    return notice
