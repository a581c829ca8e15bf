"""The page that the counter prints at once: the paper's own text, before its sealed file is ready."""

import segno
from django.template.loader import render_to_string

from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.catalogue import selectors as catalogue
from govhall.documents.models import Notice
from govhall.documents.rules import papers
from govhall.materials.ways import say_paper
from tenants.context import current_hall


def receipt_page(case: Case) -> str:
    """The receipt of a case of the current hall as a page; for papers that an agent only carries, the mandate."""
    notice = Notice.objects.filter(case_uid=case.uid, code=papers.RECEIPT).order_by('-occurrence').first()
    # The square holds the number only: the query word stays on paper, and neither stands in an address.
    square = segno.make(case.number, error='m').svg_inline(scale=3, border=0)
    return render_to_string(
        'desk/receipt.html',
        {
            'case': case,
            'hall': current_hall(),
            'matter': catalogue.matter(case.matter, version=case.matter_version),
            'by_agent': case.state == State.ENTRUSTED,
            'papers': [(paper.name, say_paper(paper)) for paper in case.papers],
            'paper': notice.content if notice else None,
            'square': square,
        },
    )
