"""Publishing a licence in the transaction that grants it (行政许可法 §40; local rule: within seven working days)."""

from federation.contracts.case import Outcome
from federation.contracts.records import Followed
from govhall.casework.models import Case
from govhall.catalogue import selectors as catalogue
from govhall.disclosure.models import PublishedDecision
from govhall.kernel.china import CHINA
from govhall.kernel.masking import mask_name, mask_organisation
from govhall.licences.rules.kinds import CaseKind

LICENCE = '01'  # 行政许可 (GB/T 39046 A.1): benefits and registrations of people are nobody else's business


def publish(case: Case, outcome: Outcome) -> None:
    """Put a granted licence on the public list; anything else is not published."""
    if outcome.kind != 'approved' or CaseKind(case.kind).ends_result:
        return
    matter = catalogue.matter(case.matter)
    if matter.task_type != LICENCE:
        return
    applicant = case.applicant
    shown = mask_name(applicant.name) if applicant.kind == 'person' else mask_organisation(applicant.name)
    PublishedDecision.objects.create(
        number=case.number,
        hall=outcome.hall,
        organ=outcome.organ,
        matter=matter.code,
        matter_name=matter.name,
        applicant=shown,
        decided_on=outcome.at.astimezone(CHINA).date(),
        valid_until=outcome.valid_until,
    )


def mark_replaced(case: Case, followed: Followed | None) -> None:
    """Note what became of the result, and when, or that it counts again; nothing where it is not on the list."""
    told = {'followed_by': followed.kind, 'followed_on': followed.on} if followed else {}
    PublishedDecision.objects.filter(number=case.number).update(**{'followed_by': '', 'followed_on': None} | told)
