"""The day from which a form counts."""

from django import forms

from govhall.doors.fields import VersionField
from govhall.doors.forms import Form


class PublishForm(Form):
    """Day and version; `anyway` where the catalogue has gone on meanwhile."""

    version = VersionField(label='版本')
    day = forms.DateField(
        label='从哪天起用新表',
        error_messages={'invalid': '日期请写成 2026-12-03 的样子。'},
        widget=forms.DateInput(attrs={'type': 'date'}, format='%Y-%m-%d'),
    )
    anyway = forms.BooleanField(label='按我的草稿公布', required=False)
