"""The base of every form: our sentences beside its fields, whatever is wrong with them."""

from typing import Any

from django import forms

from govhall.doors.sentences import say_plainly


class PlainWords(forms.BaseForm):
    """Mixed into a form that the framework brings, it replaces the framework's sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            say_plainly(field, str(field.label or name))


class Form(PlainWords, forms.Form):
    """A form of this product."""
