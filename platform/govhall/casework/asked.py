"""The fields that several acts ask for."""

from dataclasses import replace

from govhall.acts.fields import Field, FieldKind

IN_WORDS = 'Why, in words; at most 300 characters, no names.'
REASON = Field(name='reason', kind=FieldKind.PROSE, label='理由', most=300, says=IN_WORDS, needed=True)
WHY = replace(REASON, says='Why; at most 300 characters.', needed=False, aside='（可不填）')
TO = Field(
    name='to',
    kind=FieldKind.LINE,
    label='哪个大厅',
    most=21,
    says='Code of the other hall.',
    needed=True,
    widget='choose',
)
UNTIL = Field(
    name='day',
    kind=FieldKind.DAY,
    label='有效期至',
    says='Last day on which the result is valid (有效期至); needed unless the matter is 长期. TERM_MISSING.',
    widget='validity',
)
PAPERS = Field(
    name='papers',
    kind=FieldKind.CODES,
    says='Codes of the materials.',
    needed=True,
    widget='materials',
    posted=('missing', 'papers'),
)
PAPER = Field(name='paper', kind=FieldKind.LINE, label='材料', most=40, says='Code of the material.', needed=True)


def opinion(label: str, says: str, *, rows: int = 3, most: int = 1000) -> Field:
    """A text of somebody's own; `says` is what the API calls it."""
    described = f'{says} At most {most} characters.'
    return Field(name='opinion', kind=FieldKind.PROSE, label=label, most=most, rows=rows, says=described, needed=True)
