"""What the pages of the editors share: the day of publishing, and a refusal on a form."""

from typing import Any

from django import forms
from django.http import HttpRequest

from govhall.doors.fields import VersionField
from govhall.doors.forms import Form
from govhall.drafts.refusals import DraftChanged
from govhall.kernel.errors import Refused
from govhall.kernel.typed import whole
from govhall.look.refusals import show_refusal


class DayField(forms.DateField):
    """A day that is picked or typed as 2026-12-03."""

    def __init__(self, *, label: str) -> None:
        picker = forms.DateInput(attrs={'type': 'date'}, format='%Y-%m-%d')
        super().__init__(label=label, widget=picker, error_messages={'invalid': '日期请写成 2026-12-03 的样子。'})


class PublishForm(Form):
    """Day and version; `anyway` where the catalogue has gone on meanwhile."""

    version = VersionField(label='版本')
    day = DayField(label='从哪天起执行')
    anyway = forms.BooleanField(label='按我的草稿公布', required=False)

    def told(self) -> dict[str, Any]:
        """What `DraftLife.publish` asks, of a valid form."""
        said = self.cleaned_data
        return {'version': said['version'] or 0, 'on': said['day'], 'anyway': said['anyway']}


def posted_version(request: HttpRequest) -> int:
    """The version that the page showed; one that no draft has for what is no number."""
    found = whole(request.POST.get('version', ''))
    return -1 if found is None else found


def refused_on(form: Any, refusal: Refused, newest: int) -> int:
    """Say a refusal on a form; who pressed on an older page presses again on the newest version."""
    show_refusal(form, refusal)
    if isinstance(refusal, DraftChanged):
        form.data = form.data.copy()
        form.data['version'] = str(newest)
    return refusal.status
