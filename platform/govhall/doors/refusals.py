"""What a page that has no form of its own says of text that it can't take."""

from collections.abc import Mapping
from typing import Any

from django import forms

from govhall.kernel import typed
from govhall.kernel.errors import Refused


class NotFilledIn(Refused):
    """A field is missing, too long or not what it asks for; the sentences of all such fields, one after the other."""

    code = 'NOT_FILLED_IN'
    sentence = '{why}'


class TextTooLong(Refused):
    """More was typed than is kept; nothing is ever cut off in silence."""

    code = 'TOO_LONG'
    sentence = '{label}最多 {most} 个字，现在有 {length} 个，请改短一些。'


def filled_in(form: forms.BaseForm) -> dict[str, Any]:
    """The cleaned data of a form. Raises NotFilledIn."""
    if form.is_valid():
        return form.cleaned_data
    field = next(iter(form.errors))
    sentences = (str(one) for errors in form.errors.values() for one in errors)
    raise NotFilledIn(field='' if field == '__all__' else field, why=' '.join(sentences))


def typed_line(data: Mapping[str, Any], name: str, *, label: str, most: int) -> str:
    """One line of text that was posted, empty if it was not. Raises TextTooLong."""
    return _short(typed.line(str(data.get(name) or '')), name, label, most)


def typed_prose(data: Mapping[str, Any], name: str, *, label: str, most: int) -> str:
    """Several lines of text that were posted, empty if they were not. Raises TextTooLong."""
    return _short(typed.prose(str(data.get(name) or '')).strip(), name, label, most)


def _short(text: str, name: str, label: str, most: int) -> str:
    if len(text) > most:
        raise TextTooLong(field=name, label=label, most=most, length=len(text))
    return text
