"""What may be posted with an act to a case."""

from typing import Any

from django import forms

from govhall.casework.rules.service import LONGEST_REFERENCE, Way
from govhall.casework.views.case import KINDS
from govhall.doors.fields import Line, Prose, Version, Whole
from govhall.doors.forms import Form
from govhall.kernel.typed import whole

MOST = 2**31  # no table of people gets there
WAYS = [(way.value, way.label) for way in Way]
NO_SUCH_WAY = {'invalid_choice': '没有这种送达方式，请重新选择。'}


class Numbers(forms.Field):
    """Several whole numbers, as boxes that are ticked."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        """The numbers. Raises ValidationError for what is none."""
        found = [number for one in value or () if (number := whole(str(one), digits=10)) and number < MOST]
        if len(found) < len(value or ()):
            raise forms.ValidationError('请重新选择人员。')
        return found


class ActForm(Form):
    """What an act may carry; which of it an act needs, its service says."""

    version = Version(error_messages={'required': '页面缺少版本号，请刷新后再办理。'})
    reason = Prose(required=False, max_length=300, label='理由')
    opinion = Prose(required=False, max_length=1000, label='审查意见')
    kind = forms.ChoiceField(required=False, choices=KINDS, label='程序')
    basis = Line(required=False, max_length=200, label='专门法律依据')
    days = Whole(
        required=False, min_value=1, max_value=250, label='工作日', error_messages={'invalid': '天数请填数字。'}
    )
    day = forms.DateField(required=False, label='日期', error_messages={'invalid': '日期请写成 2026-12-03 的样子。'})
    hour = forms.TimeField(required=False, label='时间', error_messages={'invalid': '时间请写成 09:30 的样子。'})
    place = Line(required=False, max_length=100, label='地点')
    parties = Prose(required=False, max_length=300, label='利害关系人')
    party = Line(required=False, max_length=60, label='谁')
    host = Line(required=False, max_length=60, label='主持人')
    competent = Line(required=False, max_length=60, label='有权机关')
    to = Line(required=False, max_length=21, label='大厅')
    officers = Numbers(required=False, label='核查人员')
    signed = forms.BooleanField(required=False, label='申请人已签字')
    number = Line(required=False, max_length=60, label='证件编号')
    way = forms.ChoiceField(required=False, choices=WAYS, label='送达方式', error_messages=NO_SUCH_WAY)
    reference = Line(required=False, max_length=LONGEST_REFERENCE, label='邮件号、受托机关或公告载体')
    consented = forms.BooleanField(required=False, label='同意电子送达')
