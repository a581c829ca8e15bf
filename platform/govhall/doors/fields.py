"""The kinds of text that a form asks for. A form's text fields are of these, so that each says how it is cleaned."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms

from govhall.kernel import typed


class _Typed(forms.CharField):
    """Text that is cleaned before anything is asked of it, its length included."""

    clean_text: ClassVar[Callable[[str], str]]

    def to_python(self, value: Any) -> str:
        """The text as it is meant. Raises ValidationError (`damaged`) for what is no text."""
        given = str(value) if value not in self.empty_values else ''
        if typed.damaged(given) or typed.uncertain(given):
            raise forms.ValidationError(self.error_messages['damaged'], code='damaged')
        return str(super().to_python(type(self).clean_text(given)))


class Line(_Typed):
    """One line: names, places, numbers of documents."""

    clean_text = staticmethod(typed.line)


class Prose(_Typed):
    """Several lines, as people write reasons and opinions."""

    widget = forms.Textarea
    clean_text = staticmethod(typed.prose)


class Code(_Typed):
    """What is copied from paper character by character."""

    clean_text = staticmethod(typed.code)


class Login(_Typed):
    """The name that somebody signs in with."""

    clean_text = staticmethod(typed.login)


class Secret(_Typed):
    """A password: taken as it is, to the last blank."""

    clean_text = staticmethod(str)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({'strip': False} | kwargs))


class Version(forms.IntegerField):
    """Which version the page showed; hidden on it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({'label': '版本号', 'min_value': 1} | kwargs))
