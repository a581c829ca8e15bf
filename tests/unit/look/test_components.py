from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory, override_settings
from django.urls import path

from govhall.kernel.errors import Broken
from govhall.kernel.identity import WrongResidentCheckDigit
from govhall.look.flow import FlowLevel
from govhall.look.refusals import show_refusal
from govhall.look.stations import Station

urlpatterns = [path('out', lambda request: HttpResponse(), name='sign_out')]
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Applicant(forms.Form):
    id_number = forms.CharField(label='身份证号', help_text='读卡或手工输入')
    way = forms.ChoiceField(label='取件方式', choices=[('1', '到大厅取'), ('2', '邮寄')], widget=forms.RadioSelect)


def rendered(source: str, **context: object) -> str:
    with time_machine.travel(NOW, tick=False):
        return engines['django'].from_string('{% load look %}' + source).render(context)


def test_error_stands_beside_its_field_and_what_was_typed_stays() -> None:
    form = Applicant({'id_number': '110105194912310021', 'way': '1'})
    show_refusal(form, WrongResidentCheckDigit(field='id_number', expected='X'))
    page = rendered('{% field form.id_number %}', form=form)
    assert 'value="110105194912310021"' in page
    assert '<span>身份证号最后一位应为 X，请核对证件。</span>' in page
    assert 'id="id_id_number_error"' in page
    assert 'aria-describedby="id_id_number_helptext id_id_number_error"' in page


def test_refusal_without_a_field_of_the_form_stands_above_it() -> None:
    form = Applicant({'id_number': '1', 'way': '1'})
    show_refusal(form, WrongResidentCheckDigit(field='other', expected='X'))
    assert form.non_field_errors() == ['身份证号最后一位应为 X，请核对证件。']


def test_choices_are_grouped_under_their_question() -> None:
    page = rendered('{% field form.way %}', form=Applicant())
    assert '<legend>取件方式</legend>' in page.replace('\n', '')
    assert page.count('type="radio"') == 2


def test_name_of_an_applicant_cannot_become_markup() -> None:
    page = rendered('{% stations road %}', road=[Station('<script>', 'present', person='<b>')])
    assert '<script>' not in page
    assert '<b>' not in page


def test_present_station_is_marked_in_words_and_for_readers_of_the_page() -> None:
    road = [Station('青浴村', 'past', '村', NOW, '李春'), Station('通江县', 'present', '县'), Station('取证', 'ahead')]
    page = rendered('{% stations road %}', road=road)
    assert page.count('aria-current="step"') == page.count('现在在这里') == 1
    assert '今天 10:00' in page
    assert '还没到' in page


def test_due_speaks_by_colour_shape_and_words() -> None:
    page = rendered('{% due until %}', until=date(2026, 11, 20))
    assert 'class="due late"' in page
    assert '<rect' in page
    assert '已超 3 天' in page


@pytest.mark.parametrize(
    ('source', 'shown'),
    [
        ("{{ '张小明'|masked:'name' }}", '张**'),
        ("{{ '13812341234'|masked:'phone' }}", '138****1234'),
        ("{{ 'TJQY0001261123A00017X'|spaced }}", 'TJQY0001 261123 A00017 X'),
        ('{{ day|day_cn }}', '12月3日（周四）'),
        ('{{ moment|moment_cn }}', '今天 10:00'),
        ('{{ none|day_cn }}{{ none|moment_cn }}', ''),
    ],
)
def test_filters_say_things_as_people_do(source: str, shown: str) -> None:
    assert rendered(source, day=date(2026, 12, 3), moment=NOW, none=None) == shown


@pytest.mark.parametrize('source', ["{{ '张小明'|masked:'nmae' }}", "{% state_badge '受理' 'purple' %}"])
def test_typing_mistake_in_a_template_is_loud(source: str) -> None:
    with pytest.raises(Broken):
        rendered(source)


def test_bar_never_grows_beyond_its_cell() -> None:
    assert 'width="100.0"' in rendered("{% bar_cell 9 3 '件' %}")
    assert 'width="0.0"' in rendered('{% bar_cell 0 0 %}')


def test_flow_names_every_number_in_words() -> None:
    page = rendered('{% flow_chart levels %}', levels=[FlowLevel('村', 10, 6, 3), FlowLevel('县', 0, 2, 0)])
    for words in ('收件 <b>10</b>', '办结 <b>6</b>', '上报 <b>3</b>', '在办 <b>1</b>'):
        assert words in page


@override_settings(ROOT_URLCONF=__name__)
def test_desk_says_for_whom_one_works_what_waits_and_whether_the_line_is_up() -> None:
    request = RequestFactory().get('/')
    request.hall = SimpleNamespace(name='通江县诺水河镇便民服务中心', short_name='诺水河镇')
    request.actor = SimpleNamespace(name='张明', department='农业农村局', roles=frozenset())
    tasks = [{'label': '待办', 'count': 12, 'href': '/todo', 'active': True}]
    with time_machine.travel(NOW, tick=False):
        page = (
            engines['django']
            .get_template('look/desk.html')
            .render({'tasks': tasks, 'line': {'waiting': 0, 'oldest': None, 'upper': '县中心'}}, request)
        )
    for words in (
        '通江县诺水河镇便民服务中心',
        '待办 <b>12</b>',
        'aria-current="page"',
        '与县中心连接正常',
        '张明',
        'action="/out"',
    ):
        assert words in page
