"""Which event of a case issued a paper, for the mark inside the sealed file."""

from govhall.casework.models import CaseEvent
from govhall.documents.marks import Mark, marks
from govhall.documents.models import Notice


@marks
def mark_of_event(notice: Notice) -> Mark | None:
    """Case, place and hash of the event that names the paper."""
    events = CaseEvent.objects.filter(case=notice.case_uid, data__number=notice.number, data__has_key='document')
    event = events.order_by('seq').first()
    return Mark(str(notice.case_uid), event.seq, event.hash) if event else None
