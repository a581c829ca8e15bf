"""What is said beside a field that was filled in wrongly; every sentence names its field and says what to do.

Django knows its own words for each of these codes; nobody at a counter talks like that. `{label}` is the field's name,
`%(…)d` what Django fills in.
"""

from collections.abc import Mapping

from django import forms

DAMAGED = '这里有一个字没有传完整，请删去重新输入。'

# What any field may say. Fields that are chosen, not written, say it otherwise.
ANY: Mapping[str, str] = {
    'required': '请填写{label}。',
    'invalid': '{label}填得不对，请核对后重新填写。',
    'max_length': '{label}最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请改短一些。',
    'min_length': '{label}至少要 %(limit_value)d 个字，现在有 %(show_value)d 个，请补充完整。',
    'max_value': '{label}不能大于 %(limit_value)s，请改小。',
    'min_value': '{label}不能小于 %(limit_value)s，请改大。',
    'step_size': '{label}填得不对，请核对后重新填写。',
    'max_digits': '{label}的数字太长，请核对。',
    'max_decimal_places': '{label}的小数位数太多，请核对。',
    'max_whole_digits': '{label}的数字太大，请核对。',
    'null_characters_not_allowed': DAMAGED,
    'damaged': DAMAGED,
    'password_too_short': '{label}太短，请加长。',
    'missing': '请选择{label}。',
    'empty': '{label}是空的，请重新选择文件。',
    'contradiction': '{label}要么选择文件，要么清除，请只做一样。',
    'invalid_extension': '{label}的格式不能用，请换一个文件。',
    'invalid_image': '{label}不是图片，请换一个文件。',
}
CHOSEN: Mapping[str, str] = {
    'required': '请选择{label}。',
    'invalid_choice': '{label}里没有这一项，请从列出的里面选。',
    'invalid_list': '{label}里没有这一项，请从列出的里面选。',
    'invalid_pk_value': '{label}里没有这一项，请从列出的里面选。',
}
TICKED: Mapping[str, str] = {'required': '请勾选“{label}”。'}
WHOLE: Mapping[str, str] = {'invalid': '{label}请填整数，例如 20。'}
NUMBER: Mapping[str, str] = {'invalid': '{label}请填数字，例如 80.50。'}
DAY: Mapping[str, str] = {'required': '请填写{label}。', 'invalid': '{label}请写成 2026-12-03 的样子。'}
HOUR: Mapping[str, str] = {'invalid': '{label}请写成 09:30 的样子。'}
FILE: Mapping[str, str] = {
    'required': '请选择{label}。',
    'invalid': '{label}没有传上来，请重新选择文件。',
    'max_length': '{label}的文件名最多 %(max)d 个字，现在有 %(length)d 个，请把文件改个短名。',
}
# What is hidden can't be filled in: the page is too old, or not one of ours.
HIDDEN = '页面缺少“{label}”这一项，可能已经过期。请刷新页面后再办理。'

KINDS: tuple[tuple[type[forms.Field], Mapping[str, str]], ...] = (
    (forms.ChoiceField, CHOSEN),
    (forms.BooleanField, TICKED),
    (forms.DecimalField, NUMBER),
    (forms.FloatField, NUMBER),
    (forms.IntegerField, WHOLE),
    (forms.DateField, DAY),
    (forms.TimeField, HOUR),
    (forms.FileField, FILE),
)


def say_plainly(field: forms.Field, label: str) -> None:
    """Put our sentences in place of Django's; those that the field was made with stay."""
    own = dict(next((said for kind, said in KINDS if isinstance(field, kind)), {}))
    given = {code: text for code, text in field.error_messages.items() if isinstance(text, str)}
    said = dict(ANY) | own | dict.fromkeys(field.error_messages.keys() - ANY.keys() - own.keys(), ANY['invalid'])
    if field.widget.is_hidden:
        said |= dict.fromkeys((*said, 'required', 'invalid', 'invalid_choice'), HIDDEN)
    field.error_messages = {**{code: text.format(label=label) for code, text in said.items()}, **given}
