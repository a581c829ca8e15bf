"""Forms of matters: what is refused as a form, what is read of an answer, and when a field is asked at all."""

from datetime import date
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.forms import MatterForm
from govhall.forms.answers import judge_form, shown_fields
from govhall.forms.definition import BadForm, check_form, set_aside_because
from govhall.forms.lines import form_lines
from govhall.forms.schema import schema_of

TODAY = date(2026, 12, 1)
YES_NO = [{'value': 'yes', 'label': '是'}, {'value': 'no', 'label': '否'}]


def form(*fields: dict[str, Any]) -> MatterForm:
    return msgspec.convert({'source': '《样表》', 'fields': list(fields)}, MatterForm)


def asks(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {'name': name, 'kind': kind, 'label': f'{name} 项', **more}


def choice(name: str, *waits_for: str, **more: Any) -> dict[str, Any]:
    conditions = [{'field': other, 'values': ['yes']} for other in waits_for]
    return asks(name, 'choice', choices=YES_NO, shown_if=conditions, **more)


def faults(asked: MatterForm, **typed: Any) -> dict[str, str]:
    return {place: fault.code for place, fault in judge_form(asked, typed, today=TODAY).faults.items()}


def answer(asked: MatterForm, **typed: Any) -> dict[str, Any]:
    judged = judge_form(asked, typed, today=TODAY)
    assert judged.faults == {}
    return judged.answers


@pytest.mark.parametrize(
    ('fields', 'why'),
    [
        ([choice('a', 'b'), choice('b', 'a')], '互相依赖'),
        ([choice('a', 'a')], '互相依赖'),
        ([choice('a', 'c'), choice('b', 'a'), choice('c', 'b')], '互相依赖'),
        ([choice('a', 'z')], '没有的字段'),
        ([asks('a', 'hologram')], '不认识'),
        ([asks('a', 'text'), asks('a', 'day')], '重复'),
        ([asks('a', 'rows')], '哪几列'),
        ([asks('a', 'rows', columns=[asks('b', 'file')])], '不能是这种类型'),
        ([asks('a', 'number', at_least='many')], '上下限'),
        ([asks('a', 'text', fact='amount')], '办理条件'),
        ([asks('a', 'money', fact='income')], '办理条件'),
        ([asks('a', 'text', printed=True)], '个人信息'),
        ([asks('a', 'file')], '材料清单'),
        ([asks('名', 'text')], '英文标识'),
        ([], '没有字段'),
    ],
)
def test_a_form_that_could_not_be_filled_in_is_refused_with_a_sentence(fields: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(BadForm, match=why):
        check_form(form(*fields))
    assert why in set_aside_because(form(*fields))


@given(st.permutations(range(6)), st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_conditions_are_refused_exactly_where_they_run_in_a_circle(
    order: list[int], pairs: set[tuple[int, int]]
) -> None:
    waits = {name: {on for who, on in pairs if who == name} for name in order}
    asked = form(*(choice(f'f{name}', *(f'f{on}' for on in sorted(waits[name]))) for name in order))

    def circles(name: int, seen: frozenset[int]) -> bool:
        return name in seen or any(circles(on, seen | {name}) for on in waits[name])

    assert bool(set_aside_because(asked)) == any(circles(name, frozenset()) for name in order)


@given(st.lists(st.sampled_from(['yes', 'no', '']), min_size=3, max_size=3))
def test_a_hidden_field_is_neither_kept_nor_asked_for(said: list[str]) -> None:
    asked = form(choice('a', required=True), choice('b', 'a', required=True), choice('c', 'b', required=True))
    judged = judge_form(asked, dict(zip('abc', said, strict=True)), today=TODAY)
    shown = {'a'} | ({'b'} if said[0] == 'yes' else set()) | ({'c'} if said[:2] == ['yes', 'yes'] else set())
    assert judged.shown == shown == shown_fields(asked, judged.answers)
    assert set(judged.answers) == {name for name, text in zip('abc', said, strict=True) if name in shown and text}
    assert set(judged.faults) == {name for name, text in zip('abc', said, strict=True) if name in shown and not text}


@given(st.dictionaries(st.sampled_from('abcdx'), st.one_of(st.text(), st.integers(), st.none(), st.lists(st.none()))))
def test_whatever_is_typed_is_kept_only_where_the_schema_agrees(typed: dict[str, Any]) -> None:
    asked = form(
        choice('a', required=True), asks('b', 'text', longest=5), asks('c', 'number', at_most='9'), asks('d', 'day')
    )
    judged = judge_form(asked, typed, today=TODAY)
    instance = {name: float(text) if name == 'c' else text for name, text in judged.answers.items()}
    assert judged.faults or jsonschema_rs.validator_for(schema_of(asked)).is_valid(instance)
    assert all(fault.sentence.endswith('。') for fault in judged.faults.values())


@given(st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_a_number_is_read_with_its_unit_and_kept_without(number: Any) -> None:
    asked = form(asks('size', 'number', unit='平方米', decimals=2))
    plain = answer(asked, size=f'{number}')['size']
    assert answer(asked, size=f'{number} 平方米')['size'] == plain
    assert answer(asked, size=plain)['size'] == plain
    assert plain == f'{number.normalize():f}'


@pytest.mark.parametrize(
    ('typed', 'code'),
    [
        ('十二', 'FORM_NO_NUMBER'),
        ('-3', 'FORM_NO_NUMBER'),
        ('1e9', 'FORM_NO_NUMBER'),
        ('1,2', 'FORM_NO_NUMBER'),
        ('3.14', 'FORM_TOO_PRECISE'),
        ('0', 'FORM_TOO_SMALL'),
        ('501', 'FORM_TOO_LARGE'),
        ('', 'FORM_MISSING'),
        (True, 'FORM_WRONG_TYPE'),
        ({'a': 1}, 'FORM_WRONG_TYPE'),
        ('1\x00', 'FORM_DAMAGED'),
    ],
)
def test_a_number_that_is_none_has_a_code_of_its_own(typed: object, code: str) -> None:
    asked = form(asks('beds', 'number', decimals=1, at_least='1', at_most='500', required=True))
    assert faults(asked, beds=typed) == {'beds': code}


@pytest.mark.parametrize(
    ('typed', 'kept'),
    [('2026-12-3', '2026-12-03'), ('2026年12月3日', '2026-12-03'), ('２０２６／１２／０３', '2026-12-03')],
)
def test_a_day_is_read_as_people_write_it(typed: str, kept: str) -> None:
    assert answer(form(asks('on', 'day')), on=typed) == {'on': kept}


def test_days_have_bounds_that_move_with_today() -> None:
    asked = form(asks('past', 'day', at_most='today'), asks('coming', 'day', at_least='today'))
    assert faults(asked, past='2026-12-02', coming='2026-11-30') == {
        'past': 'FORM_TOO_LATE',
        'coming': 'FORM_TOO_EARLY',
    }
    assert faults(asked, past='2026-12-01', coming='2026-12-01') == {}
    assert faults(asked, past='2026-02-30') == {'past': 'FORM_NO_DAY'}


def test_rows_name_the_cell_that_is_wrong() -> None:
    asked = form(
        asks('dogs', 'rows', longest=2, columns=[asks('name', 'text', required=True), asks('age', 'number')]),
    )
    assert answer(asked, dogs=[{'name': '黄', 'age': '3'}]) == {'dogs': [{'name': '黄', 'age': '3'}]}
    wrong = faults(asked, dogs=[{'name': '黄', 'age': '三'}, {'age': '2', 'tail': '1'}])
    assert wrong == {
        'dogs.0.age': 'FORM_NO_NUMBER',
        'dogs.1.tail': 'FORM_UNKNOWN_FIELD',
        'dogs.1.name': 'FORM_MISSING',
    }
    assert faults(asked, dogs=[{'name': '黄'}] * 3) == {'dogs': 'FORM_TOO_MANY_ROWS'}
    assert faults(asked, dogs='黄') == {'dogs': 'FORM_WRONG_TYPE'}


def test_what_may_name_people_is_masked_unless_it_is_open() -> None:
    asked = form(
        asks('who', 'text'),
        asks('shop', 'text', open=True),
        asks('family', 'rows', columns=[asks('name', 'text')]),
        choice('old'),
    )
    answers = {'who': '李大山', 'shop': '巴山小面', 'family': [{'name': '李二'}], 'old': 'yes'}
    masked = form_lines(asked, answers, whole=False, areas=str)
    assert [one.values for one in masked] == [('***',), ('巴山小面',), ('共 1 行',), ('是',)]
    whole = form_lines(asked, answers, whole=True, areas=str)
    assert [one.values for one in whole] == [('李大山',), ('巴山小面',), ('name 项 李二',), ('是',)]
