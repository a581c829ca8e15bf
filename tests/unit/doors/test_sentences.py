"""Whatever is wrong with whatever field, the sentence is ours: it names the field, and Django's words stand nowhere."""

from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module

import pytest
from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils.functional import Promise

from govhall.acts.fields import NumbersField
from govhall.doors import fields
from govhall.doors.forms import PlainWords
from govhall.doors.sentences import say_plainly

OURS = ('govhall.', 'tenants.', 'township_halls.')
KINDS = (fields.LineField, fields.ProseField, fields.CodeField, fields.LoginField, fields.SecretField)
# What a browser, a program or a mistake may send for any field.
SENT = (
    '',
    ' ',
    '\x00',
    '\ud800',
    '\ufffd',
    'x',
    '-1',
    '9' * 5000,
    '1e999',
    '²',
    '2026-13-40',
    '25:99',
    'x' * 5000,
)
FRAMEWORK = (
    '确保',
    '这个字段',
    '这个值',
    '输入一个',
    '选择一个有效',
    '有效的',
    '该变量',
    '字符数',
    'Enter',
    'valid',
    'This field',
)


def all_forms() -> list[type[forms.BaseForm]]:
    """Every form that an address can show."""
    for module in ('govhall.project.urls', 'govhall.project.hall_urls', 'govhall.api.schema'):
        import_module(module)
    return sorted(set(_below(forms.BaseForm)), key=lambda form: form.__qualname__)


def _below(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for subclass in kind.__subclasses__():
        yield from _below(subclass)
        if subclass.__module__.startswith(OURS) and getattr(subclass, 'base_fields', {}):
            yield subclass


FORMS = all_forms()
FIELDS = [
    pytest.param(form, name, id=f'{form.__name__}.{name}')
    for form in FORMS
    for name in form.base_fields  # type: ignore[attr-defined]
]


def plain_field(form: type[forms.BaseForm], name: str) -> forms.Field:
    """The field as an instance of the form shows it."""
    field: forms.Field = deepcopy(form.base_fields[name])  # type: ignore[attr-defined]
    say_plainly(field, str(field.label))
    return field


def test_there_are_forms_and_every_one_speaks_plainly() -> None:
    assert len(FORMS) > 10
    assert [form.__name__ for form in FORMS if not issubclass(form, PlainWords)] == []


@pytest.mark.parametrize(('form', 'name'), FIELDS)
def test_a_field_has_a_name_that_people_know_and_says_how_its_text_is_cleaned(
    form: type[forms.BaseForm], name: str
) -> None:
    field = form.base_fields[name]  # type: ignore[attr-defined]
    assert field.label, 'a field without a label can only be named by its variable'
    takes_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)
    assert not takes_text or isinstance(field, KINDS), 'use one of govhall.doors.fields'


@pytest.mark.parametrize(('form', 'name'), FIELDS)
def test_no_sentence_of_a_field_is_the_frameworks(form: type[forms.BaseForm], name: str) -> None:
    field = plain_field(form, name)
    codes = {code for kind in type(field).__mro__ for code in getattr(kind, 'default_error_messages', {})}
    codes |= {validator.code for validator in field.validators if isinstance(validator, validators.BaseValidator)}
    assert codes <= field.error_messages.keys()
    for code, sentence in field.error_messages.items():
        assert not isinstance(sentence, Promise), code
        assert not any(word in sentence for word in FRAMEWORK), sentence
        assert sentence.endswith('。')


@pytest.mark.parametrize(('form', 'name'), FIELDS)
def test_whatever_is_sent_the_answer_is_a_plain_sentence(form: type[forms.BaseForm], name: str) -> None:
    field = plain_field(form, name)
    several = isinstance(field.widget, forms.SelectMultiple | forms.CheckboxSelectMultiple)
    for sent in [[one] for one in SENT] if several else SENT:
        try:
            field.clean(sent)
        except ValidationError as error:
            for sentence in error.messages:
                assert not any(word in sentence for word in FRAMEWORK), (sent, sentence)
                assert sentence.endswith('。')


@pytest.mark.parametrize('sent', [['x'], ['9' * 30], ['-1'], ['²']])
def test_officers_that_nobody_can_be_are_asked_for_again(sent: list[str]) -> None:
    with pytest.raises(ValidationError, match='请重新选择人员'):
        NumbersField(label='核查人员').clean(sent)


def test_a_text_that_is_too_long_is_told_with_both_lengths_and_a_line_end_counts_once() -> None:
    field = fields.ProseField(label='理由', max_length=300)
    say_plainly(field, '理由')
    assert len(field.clean('一' * 149 + '\r\n' + '二' * 150)) == 300
    with pytest.raises(ValidationError) as refusal:
        field.clean('一' * 301)
    assert refusal.value.messages == ['理由最多 300 个字，现在有 301 个，请改短一些。']
