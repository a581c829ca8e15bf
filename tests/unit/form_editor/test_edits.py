"""Changes to a form: whatever is done in whatever order, what comes out can be filled in, or is refused."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.contracts.forms import FormChoice, FormField, MatterForm, ShownIf
from govhall.form_editor.comparison import differences
from govhall.form_editor.edits import FieldNeeded, moved, new_name, with_field, without_field
from govhall.form_editor.field_form import labelled
from govhall.forms.answers import shown_fields
from govhall.forms.definition import BadForm, check_form
from govhall.kernel.errors import Refused

YES_NO = [FormChoice(value='yes', label='是'), FormChoice(value='no', label='否')]
NAMES = ['a', 'b', 'c', 'd', 'e', 'f']
START = MatterForm(source='《表》', fields=[FormField(name='a', kind='choice', label='甲', choices=YES_NO)])


def choice(name: str, *waits_for: str) -> FormField:
    shown_if = [ShownIf(field=other, values=['yes']) for other in waits_for]
    return FormField(name=name, kind='choice', label=f'问{name}', choices=YES_NO, shown_if=shown_if)


@st.composite
def edits(draw: st.DrawFn) -> Callable[[MatterForm], MatterForm]:
    name = draw(st.sampled_from(NAMES))
    do = draw(st.sampled_from(['put', 'move', 'remove']))
    if do == 'put':
        field = choice(name, *draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)))
        return lambda form: with_field(form, field)
    by = draw(st.integers(-9, 9))
    return (lambda form: moved(form, name, by=by)) if do == 'move' else (lambda form: without_field(form, name))


@given(st.lists(edits(), max_size=25))
def test_no_order_of_changes_leaves_a_form_that_is_no_form(changes: list[Callable[[MatterForm], MatterForm]]) -> None:
    form = START
    for change in changes:
        before = form
        try:
            form = change(form)
        except Refused:
            assert form == before
        if form.fields:
            check_form(form)
            assert shown_fields(form, {}) <= {one.name for one in form.fields}


@given(st.permutations(NAMES), st.sampled_from(NAMES), st.integers(-9, 9))
def test_moving_keeps_all_fields_and_the_order_of_the_others(order: list[str], name: str, by: int) -> None:
    form = MatterForm(source='《表》', fields=[choice(one) for one in order])
    after = [one.name for one in moved(form, name, by=by).fields]
    assert [one for one in after if one != name] == [one for one in order if one != name]
    assert after.index(name) == min(max(order.index(name) + by, 0), len(order) - 1)


def test_a_circle_is_refused_at_its_conditions_and_a_needed_field_stays() -> None:
    form = with_field(START, choice('b', 'a'))
    with pytest.raises(BadForm) as circle:
        with_field(form, choice('a', 'b'))
    assert circle.value.field == 'conditions'
    with pytest.raises(FieldNeeded):
        without_field(form, 'a')
    assert [one.name for one in without_field(without_field(form, 'b'), 'a').fields] == []


@given(st.sets(st.sampled_from([f'item{number}' for number in range(1, 9)])))
def test_a_new_name_was_never_used(used: set[str]) -> None:
    assert new_name(used, 'item') not in used


@given(st.lists(st.text('甲乙丙丁', min_size=1, max_size=2), min_size=1, max_size=4, unique=True))
def test_choices_that_stay_keep_their_values(labels: list[str]) -> None:
    before = [FormChoice(value='x', label='甲'), FormChoice(value='y', label='乙')]
    found = labelled(labels, before, {})
    values = {one.label: one.value for one in found}
    assert [one.label for one in found] == labels
    assert len(set(values.values())) == len(labels)
    assert all(values[one.label] == one.value for one in before if one.label in values)


def test_a_comparison_names_what_changed_in_words() -> None:
    old = MatterForm(source='《表》', fields=[choice('a'), choice('b', 'a'), choice('c')])
    new = MatterForm(source='《表》', fields=[choice('a'), choice('b'), choice('d')])
    said = {(one.what, one.label): one.parts for one in differences(old, new)}
    assert said == {
        ('修改', '问b'): (('显示条件', '“问a”是是', ''),),
        ('新增', '问d'): (('类型', '', '选项'),),
        ('删除', '问c'): (),
    }
    assert differences(old, old) == []
