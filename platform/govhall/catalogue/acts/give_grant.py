"""Giving a hall directly below a power (委托, 赋权, 审核转报, 代收), by the same checks as the list of grants.

It takes effect when it has come back from the province.
"""

from uuid import UUID

from django.db import transaction

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.exchange.cells import Cells, as_typed
from govhall.catalogue.exchange.grants import COLUMNS, read_grant
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.rules import Mode, VillageKind
from govhall.catalogue.services.publication import publish
from govhall.kernel.errors import Refused
from tenants.audit import Action

# The fields of which each is a column of the list of grants.
LISTED = [
    Field(name='matter', kind=FieldKind.LINE, label='事项编码', most=200, says='Code of the matter.', needed=True),
    Field(name='hall', kind=FieldKind.LINE, label='大厅代码', most=200, says='Code of the hall below.', needed=True),
    Field(
        name='mode',
        kind=FieldKind.CHOICE,
        label='方式',
        says='How.',
        needed=True,
        choices=[(mode.value, mode.label) for mode in Mode],
        choices_are=('GrantMode', 'How a hall came by its power.'),
    ),
    Field(
        name='organ',
        kind=FieldKind.LINE,
        label='实施机关代码',
        most=200,
        says='Credit code of the organ in whose name it acts.',
        needed=True,
    ),
    Field(
        name='delegator',
        kind=FieldKind.LINE,
        label='委托或下放机关代码',
        most=200,
        says='Credit code of the organ that gives it.',
    ),
    Field(name='document', kind=FieldKind.LINE, label='文号', most=200, says='Number of the document.'),
    Field(
        name='village',
        kind=FieldKind.CHOICE,
        label='村级方式',
        says='What villages do with it.',
        choices=[(kind.value, kind.label) for kind in VillageKind],
        choices_are=('GrantVillage', 'What a village does with a matter.'),
    ),
    Field(name='valid_from', kind=FieldKind.DAY, label='生效日期', says='First day; none: at once.'),
    Field(
        name='valid_to',
        kind=FieldKind.DAY,
        label='终止日期',
        says='It gives nothing from this day on; none: no end.',
    ),
]
AT_POINTS = Field(name='point_receipt', kind=FieldKind.TICK, says='Whether village points receive for the organ.')


def give_grant(*, hall: str, cells: Cells) -> UUID:
    """Give a hall directly below a power, or change the one that it has; the id of the grant.

    `cells` are by the columns of the list. Raises BadCell (field: the column), BadGrant.
    """
    with transaction.atomic():
        _, wanted = read_grant(hall, dict.fromkeys(COLUMNS, '') | cells)
        publish(wanted)
        return wanted.id


def _do(posted: HallPosted) -> HallActDone:
    words = {field.name: dict(field.choices) for field in LISTED}
    try:
        cells = {
            field.label: as_typed(field.label, words[field.name].get(given, str(given)))
            for field in LISTED
            if (given := posted[field.name])
        }
        cells['村级可收件'] = '是' if posted['point_receipt'] else '否'
        grant = give_grant(hall=posted.hall.code, cells=cells)
    except Refused as refusal:
        refusal.field = next((field.name for field in LISTED if field.label == refusal.field), refusal.field)
        raise
    return HallActDone(said='赋权已登记，正在发往各级大厅，几秒钟后生效。', id=grant, about=str(grant))


ACT = register(
    HallAct(
        label='登记赋权',
        do=_do,
        roles=MANAGERS,
        action=Action.GRANT_CHANGED,
        fields=[*LISTED, AT_POINTS],
        mutation='give_grant',
        does='Give a hall directly below a power (委托, 赋权, 审核转报, 代收), or change it. BAD_CELL, BAD_GRANT.',
    )
)
