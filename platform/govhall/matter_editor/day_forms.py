"""The day from which a version counts, or on which a matter ends."""

from django import forms

from govhall.doors.fields import LineField, VersionField
from govhall.doors.forms import Form

WRONG = {'invalid': '日期请写成 2026-12-03 的样子。'}


class PublishMatterForm(Form):
    """Day and version; `anyway` where the catalogue has gone on meanwhile."""

    version = VersionField(label='版本')
    day = forms.DateField(
        label='从哪天起执行',
        error_messages=WRONG,
        widget=forms.DateInput(attrs={'type': 'date'}, format='%Y-%m-%d'),
    )
    anyway = forms.BooleanField(label='按我的草稿公布', required=False)


class WithdrawForm(Form):
    """From when on nothing is received, and by which document."""

    until = forms.DateField(
        label='从哪天起停办',
        error_messages=WRONG,
        widget=forms.DateInput(attrs={'type': 'date'}, format='%Y-%m-%d'),
    )
    document = LineField(label='停办的文号', max_length=100)
