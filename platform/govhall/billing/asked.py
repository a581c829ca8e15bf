"""The fields that several acts on charges ask for."""

from collections.abc import Sequence

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import PostedAct

FEE = Field(name='fee', kind=FieldKind.UID, label='收费', says='Id of the charge.', needed=True)
ORDER = Field(
    name='order',
    kind=FieldKind.LINE,
    label='缴款单号',
    most=40,
    says='Number of the payment order; it is one of this case.',
    needed=True,
)
AMOUNT = Field(name='amount', kind=FieldKind.LINE, label='金额', most=20, says='Yuan, as 80.00.', needed=True)


def receipt_fields(prefix: str, what: str) -> Sequence[Field]:
    """The three parts of the number of a receipt."""
    parts = [
        ('code', '票据代码', 8, 'Code (票据代码), 8 figures'),
        ('number', '票据号码', 10, 'Serial number (票据号码), 10 figures'),
        ('check', '校验码', 6, 'Check code (校验码), 6 characters'),
    ]
    return [
        Field(
            name=f'{prefix}_{part}',
            kind=FieldKind.LINE,
            label=label,
            most=most * 2,
            says=f'{says}, of the {what}.',
            needed=True,
        )
        for part, label, most, says in parts
    ]


def typed_receipt(posted: PostedAct, prefix: str) -> tuple[str, str, str]:
    """Code, number and check code as they were sent."""
    code, number, check = (str(posted[f'{prefix}_{part}'] or '') for part in ('code', 'number', 'check'))
    return code, number, check
