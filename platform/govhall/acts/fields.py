"""The fields that an act asks for: one description for the form, the page and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django import forms

from govhall.doors.fields import LineField, ProseField, VersionField, WholeField
from govhall.doors.forms import Form

MOST = 2**31  # no table of people gets there


class FieldKind(Enum):
    """What is typed or chosen."""

    LINE = auto()
    PROSE = auto()
    WHOLE = auto()
    DAY = auto()
    HOUR = auto()
    TICK = auto()
    CHOICE = auto()  # one of `choices`
    NUMBERS = auto()  # several whole numbers, as boxes that are ticked
    CODES = auto()  # several codes, as boxes that are ticked
    UID = auto()
    CONTENT = auto()  # text that is taken as it is
    ROWS = auto()  # several rows of `parts`; programs only


WIDGETS = {
    FieldKind.LINE: 'line',
    FieldKind.PROSE: 'prose',
    FieldKind.WHOLE: 'whole',
    FieldKind.DAY: 'day',
    FieldKind.HOUR: 'hour',
    FieldKind.TICK: 'tick',
    FieldKind.CHOICE: 'select',
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. `says` is its description in the API, which has no field without one; `label` that on the page.

    `most` is the longest text in characters, or the largest number; the page shows `aside` small beside the label.
    """

    name: str
    kind: FieldKind
    label: str = ''
    says: str = ''
    needed: bool = False  # the API refuses a query without it; what is needed when, the service says
    most: int | None = None
    least: int | None = None
    choices: Sequence[tuple[str, str]] = ()
    choices_are: tuple[str, str] = ('', '')  # name and description of the choice in the API; text if empty
    wrong: str = ''  # what is said of a choice that is none of them, or of a day that is none
    missing: str = ''  # what a page of its own says where it is empty
    aside: str = ''
    hint: str = ''
    rows: int = 2
    must: bool = False  # the browser does not send the form without it
    widget: str = ''  # the template below `acts/`; by its kind if empty
    parts: Sequence['Field'] = ()
    rows_are: tuple[str, str] = ('', '')  # name and description of a row in the API
    posted: tuple[str, ...] = ()  # names under which forms post it, if not under its own

    @property
    def template(self) -> str:
        """The template that shows it."""
        return f'acts/{self.widget or WIDGETS[self.kind]}.html'


class NumbersField(forms.Field):
    """Several whole numbers, as boxes that are ticked."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        """The numbers. Raises ValidationError for what is none."""
        try:
            found = [int(part) for part in value or ()]
        except (TypeError, ValueError) as error:
            raise forms.ValidationError('请重新选择人员。') from error
        if any(not 0 < number < MOST for number in found):
            raise forms.ValidationError('请重新选择人员。')
        return found


class CodesField(forms.Field):
    """Several codes, as boxes that are ticked; forms and programs may send any."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> frozenset[str]:
        """The codes."""
        return frozenset(map(str, value or ()))


class RowsField(forms.Field):
    """Rows as a program sends them; what they may hold, its schema has said."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        """The rows."""
        return [dict(row) for row in value or ()]


def form_field(field: Field) -> forms.Field:
    """The field of a form. None is required here: which of them an act needs, its service says."""
    plain: dict[str, Any] = {'required': False, 'label': field.label}
    if field.kind is FieldKind.WHOLE:
        return WholeField(min_value=field.least, max_value=field.most, **plain)
    if field.kind is FieldKind.CHOICE:
        said = {'invalid_choice': field.wrong} if field.wrong else None
        return forms.ChoiceField(choices=field.choices, error_messages=said, **plain)
    if field.kind in (FieldKind.LINE, FieldKind.PROSE):
        return (LineField if field.kind is FieldKind.LINE else ProseField)(max_length=field.most, **plain)
    if field.kind is FieldKind.CONTENT:
        return forms.CharField(strip=False, **plain)
    kinds: dict[FieldKind, type[forms.Field]] = {
        FieldKind.DAY: forms.DateField,
        FieldKind.HOUR: forms.TimeField,
        FieldKind.TICK: forms.BooleanField,
        FieldKind.NUMBERS: NumbersField,
        FieldKind.CODES: CodesField,
        FieldKind.UID: forms.UUIDField,
        FieldKind.ROWS: RowsField,
    }
    return kinds[field.kind](**plain)


def form_class(fields: Sequence[Field], *, versioned: bool = True) -> type[Form]:
    """The form of an act, on a version of something if it is `versioned`."""
    version = VersionField(error_messages={'required': '页面缺少版本号，请刷新后再办理。'})
    first = {'version': version} if versioned else {}
    return type('ActForm', (Form,), first | {field.name: form_field(field) for field in fields})
