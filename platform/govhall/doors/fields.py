"""The kinds of text that a form asks for. A form's text fields are of these, so that each says how it is cleaned."""

from typing import Any

from django import forms

from govhall.doors.sentences import DAMAGED
from govhall.kernel import typed


class _Typed(forms.CharField):
    """Text that is cleaned before anything is asked of it, its length included."""

    default_error_messages = {'damaged': DAMAGED}

    def to_python(self, value: Any) -> str:
        """The text as it is meant. Raises ValidationError (`damaged`) for what is no text."""
        given = str(value) if value not in self.empty_values else ''
        if typed.damaged(given) or typed.uncertain(given):
            raise forms.ValidationError(self.error_messages['damaged'], code='damaged')
        return str(super().to_python(self.clean_text(given)))

    def clean_text(self, text: str) -> str:
        """The text as it is meant; as it was typed if a kind says nothing else."""
        return text


class LineField(_Typed):
    """One line: names, places, numbers of documents."""

    def clean_text(self, text: str) -> str:
        """The text as it is meant."""
        return typed.line(text)


class ProseField(_Typed):
    """Several lines, as people write reasons and opinions."""

    widget = forms.Textarea

    def clean_text(self, text: str) -> str:
        """The text as it is meant."""
        return typed.prose(text)


class CodeField(_Typed):
    """What is copied from paper character by character; its length is counted without blanks and dashes."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Room for blanks and dashes: a browser cuts off what is pasted beyond `maxlength`, and says nothing."""
        attrs = super().widget_attrs(widget)
        return attrs | ({'maxlength': str(3 * self.max_length)} if self.max_length else {})

    def clean_text(self, text: str) -> str:
        """The text as it is meant."""
        return typed.code(text)


class LoginField(_Typed):
    """The name that somebody signs in with."""

    def clean_text(self, text: str) -> str:
        """The text as it is meant."""
        return typed.login(text)


class SecretField(_Typed):
    """A password: taken as it is, to the last blank."""

    def __init__(self, *, strip: bool = False, **kwargs: Any) -> None:
        super().__init__(strip=strip, **kwargs)


class WholeField(forms.IntegerField):
    """A whole number as people type it; the framework's own takes 1_0 for ten."""

    def to_python(self, value: Any) -> int | None:
        """The number, None for nothing. Raises ValidationError for what is none."""
        if value in self.empty_values:
            return None
        number = typed.whole(str(value), digits=15)
        if number is None:
            raise forms.ValidationError(self.error_messages['invalid'], code='invalid')
        return number


class VersionField(WholeField):
    """Which version the page showed; hidden on it."""

    widget = forms.HiddenInput

    def __init__(self, *, label: str = '版本号', min_value: int = 1, **kwargs: Any) -> None:
        super().__init__(label=label, min_value=min_value, **kwargs)
