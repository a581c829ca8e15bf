"""Correcting what is published of an item: its name, its department, its type."""

from dataclasses import replace

from django.db import transaction

from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.acts.publish_item import CODE, DETAILS, ItemDetails
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.item_marks import locked_items, marked
from govhall.catalogue.services.sections import check_department
from tenants.audit import Action


def change_item(*, hall: str, code: str, details: ItemDetails) -> None:
    """Change an item of the list. Raises UnknownSection, and NotThen for one that is not in it."""
    check_department(hall, details.department)
    with transaction.atomic():
        [item] = locked_items(hall, [code])
        item.name, item.department_code, item.task_type = details.name, details.department, details.task_type
        item.save()


def _do(posted: HallPosted) -> HallActDone:
    hall, code = posted.hall.code, posted['code']
    change_item(hall=hall, code=code, details=ItemDetails(posted['name'], posted['department'], posted['task_type']))
    return marked(hall, [code], f'事项“{posted["name"]}”已改。')


ACT = register(
    HallAct(
        word='change-item',
        label='修改',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        # On its page the address holds the code.
        fields=[replace(CODE, label=''), *DETAILS],
        mutation='change_item',
        does='Correct name, department and type of a published item. UNKNOWN_SECTION, NOT_THEN.',
    )
)
