"""One change to a form: a field added, changed, moved or removed, and why it can't be. Pure."""

from collections.abc import Iterable

from msgspec.structs import replace

from federation.contracts.forms import FormField, MatterForm
from govhall.forms.definition import BadForm, check_form
from govhall.kernel.errors import Refused


class NoSuchField(Refused):
    """The field has been removed meanwhile."""

    code = 'NO_SUCH_FIELD'
    status = 409
    sentence = '这个字段刚刚被同事删掉了，请回到表单看一看。'


class FieldNeeded(Refused):
    """Another field is shown by what is answered here."""

    code = 'FIELD_NEEDED'
    sentence = '“{label}”还不能删：{others}要看它的答案才显示。请先改掉那里的显示条件。'


def find_field(form: MatterForm, name: str) -> FormField:
    """The field of this name. Raises NoSuchField."""
    found = next((one for one in form.fields if one.name == name), None)
    if found is None:
        raise NoSuchField(field='field')
    return found


def with_field(form: MatterForm, field: FormField) -> MatterForm:
    """The form with a field changed, or added behind the others. Raises BadForm.

    What is wrong with its conditions, a circle among them, is said beside them (`conditions`).
    """
    plain = _put(form, replace(field, shown_if=[]))
    check_form(plain)
    whole = _put(form, field)
    try:
        check_form(whole)
    except BadForm as bad:
        bad.field = 'conditions'
        raise
    return whole


def without_field(form: MatterForm, name: str) -> MatterForm:
    """The form without a field. Raises NoSuchField, FieldNeeded."""
    gone = find_field(form, name)
    waiting = [f'“{one.label}”' for one in form.fields if any(said.field == name for said in one.shown_if)]
    if waiting:
        raise FieldNeeded(field='field', label=gone.label, others='、'.join(waiting))
    return replace(form, fields=[one for one in form.fields if one.name != name])


def moved(form: MatterForm, name: str, *, by: int) -> MatterForm:
    """The form with a field so many places further down (or up); it stays at the ends. Raises NoSuchField."""
    field = find_field(form, name)
    others = [one for one in form.fields if one.name != name]
    place = min(max(form.fields.index(field) + by, 0), len(others))
    return replace(form, fields=[*others[:place], field, *others[place:]])


def new_name(used: Iterable[str], first: str) -> str:
    """A name that no version of the form has used: an old answer must not look like one to another question."""
    taken, number = set(used), 1
    while f'{first}{number}' in taken:
        number += 1
    return f'{first}{number}'


def _put(form: MatterForm, field: FormField) -> MatterForm:
    if any(one.name == field.name for one in form.fields):
        return replace(form, fields=[field if one.name == field.name else one for one in form.fields])
    return replace(form, fields=[*form.fields, field])
