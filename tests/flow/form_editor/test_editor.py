"""An administrator changes a form on pages: it stands at every door without a restart, and old cases keep theirs."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from federation.contracts.catalogue import Fee
from govhall.catalogue.models import Matter
from govhall.form_editor.models import FormDraft
from govhall.form_editor.services import DRAFTS
from govhall.form_editor.tasks import publish_due_forms
from tenants.models import AuditEntry, SetAside
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.charging import charge_for
from tests.builders.forms import RELIEF, formed, posted
from tests.builders.screen import SignedIn, at, signed_in, text
from tests.builders.world import BIRTH, COUNTY, ID_NUMBER, PROVINCE, TOWNSHIP, World

__all__ = ['formed', 'signed_in']
FORM = at(PROVINCE, f'catalogue/forms/{RELIEF}/')
NO_CONDITION = {f'if-{place}-{part}': '' for place in range(3) for part in ('field', 'values')}


@pytest.fixture
def editor(formed: World, signed_in: SignedIn) -> Client:
    return signed_in(formed.person(PROVINCE, Role.ADMINISTRATOR))


def version(page: HttpResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert found, text(page)
    return found[1]


def save(client: Client, address: str, **fields: Any) -> HttpResponse:
    """Post a field with the version that its page shows."""
    shown = client.get(address)
    answer: HttpResponse = client.post(address, {'version': version(shown), **fields})
    return answer


def add_pets(client: Client) -> HttpResponse:
    return save(client, f'{FORM}field/?kind=number', label='养几条狗', unit='条', at_most='20', required='on')


def publish(client: Client, **fields: Any) -> HttpResponse:
    given = {'version': version(client.get(FORM)), 'day': timezone.localdate().isoformat()}
    answer: HttpResponse = client.post(f'{FORM}publish/', given | fields)
    return answer


def names() -> list[str]:
    draft = FormDraft.objects.get(matter=RELIEF)
    return [one['name'] for one in draft.form['fields']]


def test_a_field_added_on_a_page_stands_at_every_door_and_old_cases_keep_their_form(
    formed: World, editor: Client, signed_in: SignedIn, client: Client
) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    before = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), posted(RELIEF))['Location']
    draft = {'submission': str(uuid4()), 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'do': 'save'}
    kept = client.post(f'/apply/{RELIEF}/{TOWNSHIP}/', draft | {'form-amount': '700'})
    assert kept.status_code == 200
    assert add_pets(editor).status_code == 303
    assert '养几条狗' not in text(chief.get(at(TOWNSHIP, f'counter/{RELIEF}/')))  # not before it is published
    assert publish(editor).status_code == 303
    formed.carry()
    assert not FormDraft.objects.exists()
    point = points_of(formed.hall(TOWNSHIP))[0].code
    agent = signed_in(formed.person(TOWNSHIP, Role.AGENT, point=point))
    for page in (
        chief.get(at(TOWNSHIP, f'counter/{RELIEF}/')),
        agent.get(at(TOWNSHIP, f'points/{RELIEF}/')),
        client.get(f'/apply/{RELIEF}/{TOWNSHIP}/'),
    ):
        assert '养几条狗（条）' in text(page)
    refused = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), posted(RELIEF))
    assert '请填写养几条狗。' in text(refused)
    assert chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), posted(RELIEF, **{'form-item1': '2'})).status_code == 303
    assert '养几条狗' not in text(chief.get(before))
    number = re.search(r'data-number="([^"]+)" data-word="([^"]+)"', kept.content.decode())
    assert number
    opened = client.post('/apply/', {'number': number[1], 'word': number[2]})
    assert '申请救助金额' in text(opened)
    assert '养几条狗' not in text(opened)
    assert AuditEntry.objects.filter(action='form_changed', detail__did='publish').count() == 1


def test_every_kind_of_field_can_be_made_and_is_shown_as_the_counter_shows_it(editor: Client) -> None:
    made: list[tuple[str, dict[str, str]]] = [
        ('text', {'label': '文字项', 'longest': '40', 'help': '照证件写'}),
        ('number', {'label': '数字项', 'unit': '棵', 'decimals': '1'}),
        ('money', {'label': '金额项'}),
        ('day', {'label': '日期项', 'at_most': '今天'}),
        ('choice', {'label': '选项项', 'choices': '甲\n乙\n丙'}),
        ('area', {'label': '地点项'}),
        ('address', {'label': '地址项'}),
        ('rows', {'label': '明细项', 'col-0-label': '树种', 'col-0-kind': 'text', 'col-0-more': ''}),
        ('file', {'label': '文件项', 'paper': f'{RELIEF}-01'}),
    ]
    for kind, fields in made:
        answer = save(editor, f'{FORM}field/?kind={kind}', **fields)
        assert answer.status_code == 303, text(answer)
    shown = editor.get(f'{FORM}preview/')
    assert [one['label'] for _, one in made if one['label'] not in text(shown)] == []
    assert '数字项（棵）' in text(shown)
    tried = editor.post(f'{FORM}preview/', {'then': 'judge', 'form-amount': '八百'})
    assert '申请救助金额应填数字' in text(tried)
    line = next(one for one in FormDraft.objects.get().form['fields'] if one['label'] == '选项项')
    assert [one['label'] for one in line['choices']] == ['甲', '乙', '丙']


def test_fields_move_change_and_go_and_what_others_wait_for_stays(editor: Client) -> None:
    assert add_pets(editor).status_code == 303
    assert names()[-1] == 'item1'
    for do, place in (('top', 0), ('down', 1), ('up', 0)):
        given = {'version': version(editor.get(FORM)), 'field': 'item1', 'do': do}
        assert editor.post(f'{FORM}change/', given).status_code == 303
        assert names()[place] == 'item1'
    changed = save(editor, f'{FORM}field/?field=item1', label='养几条狗和猫', unit='条')
    assert changed.status_code == 303
    needed = editor.post(f'{FORM}change/', {'version': version(editor.get(FORM)), 'field': 'trouble', 'do': 'remove'})
    assert '还不能删' in text(needed)
    assert 'trouble' in names()
    gone = editor.post(f'{FORM}change/', {'version': version(editor.get(FORM)), 'field': 'item1', 'do': 'remove'})
    assert gone.status_code == 303
    assert 'item1' not in names()


def test_circular_conditions_are_refused_beside_the_conditions_and_nothing_changes(editor: Client) -> None:
    said = {'label': '伤情', 'choices': '轻\n重', **NO_CONDITION}
    first = said | {'if-0-field': 'trouble', 'if-0-test': 'one_of', 'if-0-values': '交通事故'}
    assert save(editor, f'{FORM}field/?kind=choice', **first).status_code == 303
    before = FormDraft.objects.get().form
    circle = save(
        editor,
        f'{FORM}field/?field=trouble',
        label='遇到什么困难',
        choices='火灾\n交通事故\n突发重大疾病\n生活必需支出突然增加\n其他',
        **{**NO_CONDITION, 'if-0-field': 'item1', 'if-0-test': 'one_of', 'if-0-values': '轻'},
    )
    assert circle.status_code == 422
    page = circle.content.decode()
    assert '显示条件互相依赖' in page[page.index('id="conditions"') :]
    assert FormDraft.objects.get().form == before


def test_of_two_administrators_neither_loses_work(formed: World, editor: Client, signed_in: SignedIn) -> None:
    other = signed_in(formed.person(PROVINCE, Role.ADMINISTRATOR))
    address = f'{FORM}field/?kind=money'
    seen = version(other.get(address))
    assert add_pets(editor).status_code == 303
    late = other.post(address, {'version': seen, 'label': '月房租'})
    assert late.status_code == 409
    assert '刚改过这张申请表' in text(late)
    assert 'value="月房租"' in late.content.decode()
    again = other.post(address, {'version': version(late), 'label': '月房租'})
    assert again.status_code == 303
    assert [one['label'] for one in FormDraft.objects.get().form['fields']][-2:] == ['养几条狗', '月房租']


def test_a_later_day_waits_for_it_and_the_history_compares(formed: World, editor: Client) -> None:
    assert add_pets(editor).status_code == 303
    yesterday, later = (timezone.localdate() + timedelta(days=days) for days in (-1, 3))
    assert '不能早于今天' in text(publish(editor, day=yesterday.isoformat()))
    assert publish(editor, day=later.isoformat()).status_code == 303
    locked = editor.post(f'{FORM}change/', {'version': version(editor.get(FORM)), 'field': 'item1', 'do': 'up'})
    assert locked.status_code == 409
    before = Matter.objects.get(code=RELIEF).version
    assert DRAFTS.due(on=later - timedelta(days=1)) == []
    assert DRAFTS.due(on=later) == [RELIEF]
    DRAFTS.publish_due(RELIEF, on=later)
    formed.carry()
    matter = Matter.objects.get(code=RELIEF)
    assert (matter.version, matter.form and matter.form['since']) == (before + 1, later.isoformat())
    history = editor.get(f'{FORM}history/')
    assert '新增“养几条狗”' in text(history)


def test_a_form_that_can_not_be_published_on_its_day_keeps_no_other(formed: World, editor: Client) -> None:
    """The catalogue has another form since the day was set: nobody's version is overwritten in silence."""
    assert add_pets(editor).status_code == 303
    assert publish(editor, day=(timezone.localdate() + timedelta(days=1)).isoformat()).status_code == 303
    good = FormDraft.objects.get()
    moved = FormDraft(
        matter=BIRTH, form=good.form, base={'source': 'another', 'fields': []}, publish_on=good.publish_on
    )
    moved.changed_by, moved.changed_at = good.changed_by, good.changed_at
    moved.save(force_insert=True)
    FormDraft.objects.update(publish_on=timezone.localdate())
    publish_due_forms()
    assert list(FormDraft.objects.values_list('matter', flat=True)) == [BIRTH]
    assert list(SetAside.objects.values_list('task', 'item')) == [('form_editor.publish_due', BIRTH)]


def test_what_a_charge_takes_from_the_form_can_not_go_out_of_it(formed: World, editor: Client) -> None:
    charge_for(RELIEF, Fee(name='费', amount=Decimal(1), basis='文件', unit='条', quantity='gone'))
    add_pets(editor)
    refused = publish(editor)
    assert (refused.status_code, '申请表里没有这个字段' in text(refused)) == (422, True)
    formed.carry()
    assert '养几条狗' not in str(Matter.objects.get(code=RELIEF).form)


def test_who_may_apply_is_kept_and_published(formed: World, editor: Client) -> None:
    given = {'source': '《临时救助申请审批表》', 'kind': 'person', 'age_from': '60', 'basis': '某办法第三条'}
    assert save(editor, f'{FORM}about/', **given).status_code == 303
    wrong = save(editor, f'{FORM}about/', **given | {'age_below': '50'})
    assert '谁也不能申请' in text(wrong)
    assert publish(editor).status_code == 303
    formed.carry()
    assert Matter.objects.get(code=RELIEF).who['age_from'] == 60


def test_halls_below_and_other_roles_only_look(formed: World, signed_in: SignedIn) -> None:
    below = signed_in(formed.person(COUNTY, Role.ADMINISTRATOR))
    address = at(COUNTY, f'catalogue/forms/{RELIEF}/')
    assert '四川省政务服务中心' in text(below.get(address))
    assert 'field/?kind=' not in below.get(address).content.decode()
    refused = below.post(f'{address}field/?kind=money', {'version': '1', 'label': '月房租'})
    assert '由设立事项的大厅修改' in text(refused)
    assert below.post(f'{address}publish/', {'version': '1', 'day': '2027-01-01'}).status_code == 403
    leader = signed_in(formed.person(PROVINCE, Role.LEADER))
    assert leader.get(FORM).status_code == 200
    assert leader.post(f'{FORM}field/?kind=money', {'version': '1', 'label': '月房租'}).status_code == 403
    clerk = signed_in(formed.clerk(PROVINCE))
    assert clerk.get(FORM).status_code == 403
    assert not FormDraft.objects.exists()


def test_a_matter_without_a_form_gets_one_and_the_list_finds_it(formed: World, editor: Client) -> None:
    address = at(PROVINCE, f'catalogue/forms/{BIRTH}/')
    assert '还没有申请表' in text(editor.get(address))
    assert save(editor, f'{address}about/', source='《生育登记表》').status_code == 303
    assert save(editor, f'{address}field/?kind=day', label='预产期').status_code == 303
    listed = editor.get(at(PROVINCE, 'catalogue/forms/'), {'words': '生育'})
    assert '正在修改' in text(listed)
    given = {'version': version(editor.get(address)), 'do': 'discard'}
    assert editor.post(f'{address}change/', given).status_code == 303
    assert not FormDraft.objects.exists()
