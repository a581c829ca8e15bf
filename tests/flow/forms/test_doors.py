"""The form of a matter at every door: counter, village point, online and GraphQL; good, missing and hostile answers."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from govhall.forms.facts import OBJECT
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.forms import FOOD, RELIEF, change_form, formed, posted, read_forms, sample
from tests.builders.screen import SignedIn, at, signed_in, text
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, ID_NUMBER, TOWNSHIP, World

__all__ = ['formed', 'signed_in']
FORM_ANSWER = '{ code message field faults { field code message } case { uid number form { label values masked } } }'
SECRETS = ('6228000000000000', '新街 3 号', '突发阑尾炎')
HOSTILE: list[Any] = [
    {'amount': {'$gt': 0}},
    {'amount': [1, 2]},
    {'amount': '1e309'},
    {'amount': '9' * 4000},
    {'members': [[[]]]},
    {'members': [{}] * 5000},
    {'trouble': '<script>alert(1)</script>'},
    {'bank': 'x' * 2_001},
    {'bank': "'; DROP TABLE casework_case; --" * 9},
    {'__class__': 'x', 'amount': None},
]


def cases(world: World, hall: str = TOWNSHIP) -> int:
    with hall_context(world.hall(hall)):
        return Case.objects.count()


def only(world: World, hall: str = TOWNSHIP) -> Case:
    with hall_context(world.hall(hall)):
        return Case.objects.get()


def counter(client: Client, hall: str = TOWNSHIP, matter: str = RELIEF, **changes: Any) -> HttpResponse:
    answer: HttpResponse = client.post(at(hall, f'counter/{matter}/'), posted(matter, **changes))
    return answer


def receive(world: World, form: Any, matter: str = RELIEF) -> dict[str, Any]:
    system = System.of(world, TOWNSHIP, Role.CLERK)
    query = f'mutation ($input: ReceiveCaseInput!) {{ receiveCase(input: $input) {FORM_ANSWER} }}'
    answer: dict[str, Any] = system.ask(query, input=application(matter, form=form))['receiveCase']
    return answer


def test_the_counter_keeps_the_answers_sealed_and_shows_them_masked(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    answer = counter(chief)
    assert answer.status_code == 303, text(answer)
    page = chief.get(answer['Location'])
    assert '申请救助金额' in text(page)
    assert '800 元' in text(page)
    assert not [word for word in SECRETS if word in text(page)]
    case = only(formed)
    assert case.form is not None
    assert case.form.version == case.matter_version == 2
    place = formed.hall(TOWNSHIP).area_code
    assert case.facts == {'applicant': 'person', 'area': place, OBJECT: place, 'amount': '800'}
    with hall_context(formed.hall(TOWNSHIP)), connection.cursor() as cursor:
        cursor.execute('SELECT form_data FROM casework_case')
        assert b'amount' not in bytes(cursor.fetchone()[0])


def test_answers_are_shown_in_full_only_for_a_recorded_purpose(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    where = counter(chief)['Location']
    shown = chief.post(f'{where}reveal/', {'purpose': 'verify'})
    assert [word for word in SECRETS if word not in text(shown)] == []
    assert '查看' in text(chief.get(where))


def test_what_is_missing_stands_beside_its_field_and_nothing_is_stored(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    wrong = {'form-amount': '八百', 'form-hospital': '', 'form-bank': '农村信用社二分社'}
    answer = counter(chief, **wrong)
    assert answer.status_code == 422
    assert '申请救助金额应填数字' in text(answer)
    assert '请填写就诊医院。' in text(answer)
    assert 'value="八百"' in answer.content.decode()
    assert 'value="农村信用社二分社"' in answer.content.decode()
    assert cases(formed) == 0


def test_a_village_point_asks_the_same_form(formed: World, signed_in: SignedIn) -> None:
    point = points_of(formed.hall(TOWNSHIP))[0].code
    agent = signed_in(formed.person(TOWNSHIP, Role.AGENT, point=point))
    page = agent.get(at(TOWNSHIP, f'points/{RELIEF}/'))
    assert 'name="form-amount"' in page.content.decode()
    bad = agent.post(at(TOWNSHIP, f'points/{RELIEF}/'), posted(RELIEF, **{'form-amount': ''}))
    assert (bad.status_code, cases(formed)) == (422, 0)
    assert '请填写申请救助金额。' in text(bad)
    good = agent.post(at(TOWNSHIP, f'points/{RELIEF}/'), posted(RELIEF))
    assert good.status_code == 303, text(good)
    assert only(formed).facts['amount'] == '800'


def test_a_system_sends_the_form_and_learns_each_fault(formed: World) -> None:
    faulty = receive(formed, sample(RELIEF, amount='-1', members=[{'name': '张', 'income': 'x'}], colour='red'))
    assert (faulty['code'], faulty['field'], cases(formed)) == ('FORM_REFUSED', 'form.amount', 0)
    assert {fault['field']: fault['code'] for fault in faulty['faults']} == {
        'amount': 'FORM_NO_NUMBER',
        'members.0.relation': 'FORM_MISSING',
        'members.0.income': 'FORM_NO_NUMBER',
        'colour': 'FORM_UNKNOWN_FIELD',
    }
    good = receive(formed, sample(RELIEF))
    assert good['code'] is None, good
    lines = {line['label']: line for line in good['case']['form']}
    assert lines['申请救助金额'] == {'label': '申请救助金额', 'values': ['800 元'], 'masked': False}
    assert lines['银行卡号'] == {'label': '银行卡号', 'values': ['***'], 'masked': True}


def test_a_system_that_sends_no_form_is_told_what_is_missing(formed: World) -> None:
    answer = receive(formed, None)
    assert answer['code'] == 'FORM_REFUSED'
    assert {fault['code'] for fault in answer['faults']} == {'FORM_MISSING'}
    assert cases(formed) == 0


def test_a_form_for_a_matter_that_has_none_is_refused(formed: World) -> None:
    answer = receive(formed, {'a': 'b'}, matter=BIRTH)
    assert (answer['code'], answer['message']) == ('FORM_REFUSED', '申请表没有填好：这个事项没有申请表。')
    assert cases(formed) == 0


@pytest.mark.parametrize('answers', [*HOSTILE, 'text', [1], 7])
def test_hostile_answers_are_refused_and_nothing_is_stored(formed: World, answers: Any) -> None:
    form = sample(RELIEF, **answers) if isinstance(answers, dict) else answers
    answer = receive(formed, form)
    assert answer['code'] == 'FORM_REFUSED'
    assert cases(formed) == 0


def test_what_a_system_should_fill_in_is_published_as_a_schema(formed: World) -> None:
    system = System.of(formed, TOWNSHIP, Role.CLERK)
    found = system.ask('{ matters(words: "临时救助") { matters { code formSchema } } }')['matters']['matters']
    schema = next(one['formSchema'] for one in found if one['code'] == RELIEF)
    assert schema['properties']['amount'] == {
        'title': '申请救助金额',
        'description': '1000 元以内由乡镇当场审批，超过的报县民政局。',
        'type': 'number',
        'minimum': 1,
        'maximum': 1000000,
    }


def test_the_same_key_with_other_answers_is_another_application(formed: World, signed_in: SignedIn) -> None:
    chief, key = signed_in(formed.chief(TOWNSHIP)), str(uuid4())
    assert counter(chief, submission=key).status_code == 303
    assert counter(chief, submission=key).status_code == 303
    assert counter(chief, submission=key, **{'form-amount': '900'}).status_code == 409
    assert cases(formed) == 1


def test_a_running_case_keeps_the_form_that_it_was_begun_with(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    where = counter(chief)['Location']
    change_form(RELIEF, renamed)
    assert '申请救助金额' in text(chief.get(where))
    assert '想要多少钱' in text(chief.get(at(TOWNSHIP, f'counter/{RELIEF}/')))
    assert '想要多少钱' in text(chief.get(counter(chief)['Location']))


def renamed(file: dict[str, Any]) -> dict[str, Any]:
    fields = [{**one, 'label': '想要多少钱'} if one['name'] == 'amount' else one for one in file['fields']]
    return {**file, 'fields': fields}


def test_a_field_added_stands_at_the_counter_at_once(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    more = {'name': 'pets', 'kind': 'number', 'label': '养几条狗', 'required': True}
    change_form(RELIEF, lambda file: {**file, 'fields': [*file['fields'], more]})
    answer = counter(chief)
    assert (answer.status_code, cases(formed)) == (422, 0)
    assert '请填写养几条狗。' in text(answer)
    assert counter(chief, **{'form-pets': '2'}).status_code == 303


def test_the_form_travels_with_the_case_and_decides_there_too(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    where = counter(chief, **{'form-amount': '1500'})['Location']
    case = only(formed)
    chief.post(f'{where}accept/', {'version': case.version})
    chief.post(f'{where}review/', {'version': only(formed).version, 'opinion': '情况属实，同意上报。'})
    version = only(formed).version
    assert chief.post(f'{where}forward/', {'version': version}).status_code == 303
    formed.carry()
    above = only(formed, COUNTY)
    assert above.form == only(formed).form
    assert above.facts['amount'] == '1500'
    page = signed_in(formed.chief(COUNTY)).get(at(COUNTY, f'cases/{case.uid}/'))
    assert '1500 元' in text(page)


def online(world: World, client: Client, do: str, **changes: Any) -> HttpResponse:
    fields = {'submission': str(uuid4()), 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'do': do}
    answer: HttpResponse = client.post(f'/apply/{RELIEF}/{TOWNSHIP}/', fields | changes)
    return answer


def only_online(world: World) -> OnlineApplication:
    with hall_context(world.hall(TOWNSHIP)):
        return OnlineApplication.objects.get()


def test_a_draft_may_lack_answers_and_keeps_the_version_it_began_with(formed: World, client: Client) -> None:
    saved = online(formed, client, 'save', **{'form-amount': '800'})
    assert saved.status_code == 200, text(saved)
    draft = only_online(formed)
    assert draft.form is not None
    assert draft.form.answers == {'amount': '800'}
    change_form(RELIEF, renamed)
    key = {'number': draft.number, 'word': draft.query_word}
    opened = client.post('/apply/', key)
    assert '申请救助金额' in text(opened)
    assert '想要多少钱' not in text(opened)
    refused = client.post('/apply/', key | {'do': 'submit', 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER})
    assert refused.status_code == 422
    assert '请填写困难说明。' in text(refused)
    assert only_online(formed).state == 'draft'


def test_a_wrong_answer_is_not_kept_in_a_draft(formed: World, client: Client) -> None:
    refused = online(formed, client, 'save', **{'form-amount': '八百'})
    assert refused.status_code == 422
    assert '申请救助金额应填数字' in text(refused)
    with hall_context(formed.hall(TOWNSHIP)):
        assert not OnlineApplication.objects.exists()


def test_every_form_of_the_seed_opens_at_a_counter(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(COUNTY))
    for matter, file in read_forms().items():
        page = chief.get(at(COUNTY, f'counter/{matter}/'))
        assert page.status_code == 200
        for one in file['fields']:
            assert one['label'] in text(page)


def test_a_page_without_scripts_shows_what_waits_for_a_condition(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(COUNTY))
    page = chief.get(at(COUNTY, f'counter/{FOOD}/')).content.decode()
    assert '“主体业态”是集中用餐单位食堂时填写' in page
    shown = chief.post(at(COUNTY, f'counter/{FOOD}/check/?part=form'), posted(FOOD, {'business': 'canteen'}))
    section = shown.content.decode()
    assert shown.status_code == 200
    before = section.index('食堂类别')
    assert 'unmet' not in section[section.rindex('<fieldset', 0, before) : before]
    assert '请填写' not in section
    assert cases(formed, COUNTY) == 0
