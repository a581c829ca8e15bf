"""The fields that several acts on charges ask for."""

from govhall.acts.fields import Field, FieldKind

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
