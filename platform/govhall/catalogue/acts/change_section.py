"""Changing the approval section of a department (审批科), and how its approvals were put together."""

from dataclasses import replace

from django.db import transaction

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.acts.enter_department import SectionDetails
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.sections import DEPARTMENT, SECTION_FIELDS, locked_section, section_changed
from tenants.audit import Action


def change_section(*, hall: str, department: str, details: SectionDetails) -> None:
    """Change the section of a department. Raises UnknownSection."""
    with transaction.atomic():
        kept = locked_section(hall, department)
        details.put_into(kept)
        kept.save()


def _do(posted: HallPosted) -> HallActDone:
    details = SectionDetails(section=posted['section'], form=posted['form'], form_on=posted['form_on'])
    change_section(hall=posted.hall.code, department=posted['department'], details=details)
    return section_changed(posted['department'], '审批科已改。')


ACT = register(
    HallAct(
        word='change-section',
        label='修改审批科',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=[replace(DEPARTMENT, label=''), *SECTION_FIELDS],
        mutation='change_section',
        does='Change the approval section of a department. UNKNOWN_SECTION.',
    )
)
