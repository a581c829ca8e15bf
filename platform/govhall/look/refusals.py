"""A rule's refusal, said beside the field it belongs to, with everything typed still there."""

from django import forms

from govhall.kernel.errors import Refused


def show_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Puts the sentence beside the form's field of that name, or above the form when it has none."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
