"""Who sees the people of a case: role × who sent them × page × field, generated, and held against one rule.

People of the case's department see them masked; the centre's office, supervisors and leaders see the progress, until
they state a purpose; who may not open the case gets nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from federation.contracts.case import Applicant
from federation.contracts.records import Officer, Opinion, SiteCheck
from govhall.billing.models import PaymentOrder
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.attach import attach_file
from govhall.casework.models import Case
from govhall.casework.rules.hearings import Hearing
from govhall.documents.models import Notice
from govhall.documents.sealed_file import make
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.context import hall_context
from tenants.models import AuditEntry, Membership
from tenants.roles import OFFICES, Role
from tests.builders.charging import TEST_FEE, assess, bill, charge_for
from tests.builders.files import PDF
from tests.builders.screen import SignedIn, at
from tests.builders.sheets import rows_of
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, ID_NUMBER, World, paper_codes

OWN, OTHER, OFFICE = 'TJWJ', 'TJLY', ''
WHOLE, MASKED = '张小明', '张**'
NOTHING, PROGRESS, PEOPLE = 'nothing', 'progress', 'people'
READING = [role for role in Role if role not in OFFICES]
HANDLING = {Role.CLERK, Role.REVIEWER, Role.CHIEF, Role.APPROVER}
# What names people, by the field, as a page shows it to who sees them.
FIELDS = {
    'name': re.escape(MASKED),
    'id': r'1101\*+002X|1\*+X|\*{4,}002X',
    'phone': r'138\*+0000',
    'agent': r'李\*+',
    'form': 'answer-of-the-form',
    'opinion': 'opinion-of-a-hall',
    'finding': 'finding-on-the-spot',
    'minutes': 'minutes-of-the-hearing',
    'query word': r'data-query-word="(\w+)"|"queryWord": "(\w+)"',
    'file': r'/file/[0-9a-f]{64}/|"hash": "[0-9a-f]{64}"',
}

GRAPH = """query ($uid: UUID) { case(uid: $uid) { applicantName applicant { name idNumber phone agent }
  form { label } queryWord opinions { text } siteChecks { finding } papers { files { hash } } } }"""


@dataclass(frozen=True)
class Subject:
    """The case whose people are looked for, and what stands beside it."""

    case: Case
    content: str
    paper: Notice
    order: PaymentOrder

    @property
    def address(self) -> str:
        return at(COUNTY, f'cases/{self.case.uid}/')


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    backend = 'django.core.files.storage.FileSystemStorage'
    settings.STORAGES = settings.STORAGES | {
        'materials': {'BACKEND': backend, 'OPTIONS': {'location': str(tmp_path / 'materials')}}
    }


@pytest.fixture
def subject(world: World) -> Subject:
    """An open case at the county in which every field that may name people is filled."""
    charge_for(HYGIENE, TEST_FEE)
    chief, today = world.chief(COUNTY), timezone.localdate()
    applicant = Applicant(kind='person', name=WHOLE, id_number=ID_NUMBER, phone='13800000000', agent='李代办')
    with hall_context(world.hall(COUNTY)):
        case = world.receive(COUNTY, HYGIENE, applicant=applicant)
        code = paper_codes(HYGIENE)[0]
        case = attach_file(uid=case.uid, version=case.version, actor=chief, paper=code, content=PDF)
        case = accept_case(uid=case.uid, version=case.version, actor=chief)
        assess(case, chief)
        order = bill(case, chief)
        opinion = Opinion(hall=COUNTY, by='王办事', at=timezone.now(), text='opinion-of-a-hall')
        officers = [Officer(membership=1, name='王办事')]
        check = SiteCheck(
            hall=COUNTY, on=today, place='x', officers=officers, finding='finding-on-the-spot', signed=True
        )
        Case.objects.filter(uid=case.uid).update(
            department=OWN,
            received_by=None,
            form_data={'version': case.matter_version, 'answers': {'answer-of-the-form': '1'}, 'facts': {}},
            opinions_data=plain([opinion]),
            site_data=plain([check]),
            hearing_data=plain(Hearing(told_on=date(2026, 1, 5), ask_until=today, minutes='minutes-of-the-hearing')),
        )
        case = Case.objects.get(uid=case.uid)
        content = next(paper for paper in case.papers if paper.files).files[0].hash
        paper = make(Notice.objects.filter(case_uid=case.uid).order_by('number')[0].uid, hall=COUNTY, at=timezone.now())
    return Subject(case, content, paper, order)


def sees(role: Role, sender: str) -> str:
    """The rule, in the words of the issue."""
    if role in (Role.AGENT, Role.LIAISON):
        return NOTHING  # the case comes from no village point, and nobody was asked to help with it
    if role is Role.LEADER:
        return PROGRESS
    if sender == OTHER:
        return NOTHING
    return PEOPLE if sender == OWN and role in HANDLING else PROGRESS


def sent(world: World, role: Role, sender: str) -> Actor:
    person = world.person(COUNTY, role)
    Membership.objects.filter(person_id=person.person_id).update(department=sender)
    return person


Page = Callable[[Client, Subject], HttpResponse]
LISTS: Mapping[str, Page] = {
    'worklist': lambda client, one: client.get(at(COUNTY, 'worklist/?show=todo')),
    'fees of the case': lambda client, one: client.get(f'{one.address}fees/'),
}
HANDED_OUT: Mapping[str, Page] = {
    'file': lambda client, one: client.get(f'{one.address}file/{one.content}/'),
    'paper': lambda client, one: client.get(f'{one.address}papers/{one.paper.uid}/'),
}
PRINTED: Mapping[str, Page] = {
    'receipt': lambda client, one: client.get(f'{one.address}receipt/'),
    'order sheet': lambda client, one: client.get(at(COUNTY, f'fees/orders/{one.order.number}/sheet/')),
}


def found(page: str) -> set[str]:
    """The fields that a page shows."""
    return {name for name, looks in FIELDS.items() if re.search(looks, page)}


def helping(world: World, subject: Subject, *roles: Role, sender: str = OFFICE) -> Actor:
    """Somebody who helps with the case, and holds these roles beside."""
    person = sent(world, Role.LIAISON, sender)
    Membership.objects.filter(person_id=person.person_id).update(roles=[Role.LIAISON, *roles])
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=subject.case.uid).update(helped_by=person.person_id)
    return person


def looks(actor: Actor) -> int:
    return AuditEntry.objects.filter(action='person_shown', who=actor.person_id).count()


@pytest.mark.parametrize('sender', [OWN, OTHER, OFFICE])
@pytest.mark.parametrize('role', READING)
def test_every_page_shows_each_field_to_whom_the_rule_lets_see_it(
    world: World, signed_in: SignedIn, subject: Subject, role: Role, sender: str
) -> None:
    actor = sent(world, role, sender)
    client, level = signed_in(actor), sees(role, sender)
    answer = client.get(subject.address)
    assert answer.status_code == (404 if level == NOTHING else 200)
    assert found(answer.content.decode()) == (set(FIELDS) if level == PEOPLE else set())
    for name, page in LISTS.items():
        shown = page(client, subject).content.decode()
        assert WHOLE not in shown and ID_NUMBER not in shown, name
        assert ('name' in found(shown)) == (level == PEOPLE), name
    listed = str(rows_of(client.get(at(COUNTY, 'worklist/?show=todo&as=xlsx')).content))
    assert (subject.case.number in listed, MASKED in listed) == (level != NOTHING, level == PEOPLE)
    taken = {name: page(client, subject) for name, page in HANDED_OUT.items()}
    expected = {NOTHING: 404, PROGRESS: 403, PEOPLE: 200}[level]
    assert {name: answer.status_code for name, answer in taken.items()} == dict.fromkeys(taken, expected)
    printed = {name: page(client, subject) for name, page in PRINTED.items()}
    assert {WHOLE in answer.content.decode() for answer in printed.values()} <= {False, level == PEOPLE}
    assert looks(actor) == (0 if level != PEOPLE else looks(actor))


@pytest.mark.parametrize('sender', [OWN, OTHER, OFFICE])
@pytest.mark.parametrize('role', READING)
def test_a_purpose_opens_the_case_for_who_sees_the_progress_and_is_recorded(
    world: World, signed_in: SignedIn, subject: Subject, role: Role, sender: str
) -> None:
    actor = sent(world, role, sender)
    client, level = signed_in(actor), sees(role, sender)
    before = world.case(COUNTY, subject.case.uid).event_count
    assert client.post(f'{subject.address}reveal/').status_code == (404 if level == NOTHING else 422)
    assert (world.case(COUNTY, subject.case.uid).event_count, looks(actor)) == (before, 0)
    shown = client.post(f'{subject.address}reveal/', {'purpose': 'verify'})
    if level == NOTHING:
        assert (shown.status_code, looks(actor)) == (404, 0)
        return
    assert all(one in shown.content.decode() for one in (WHOLE, ID_NUMBER, '13800000000', '李代办'))
    assert (world.case(COUNTY, subject.case.uid).event_count, looks(actor)) == (before + 1, 1)
    opened = {name: page(client, subject).status_code for name, page in HANDED_OUT.items()}
    assert opened == dict.fromkeys(opened, 200)
    hidden = set() if role in HANDLING else {'query word'}
    assert found(client.get(subject.address).content.decode()) == set(FIELDS) - hidden  # masked again
    if role is Role.CLERK:
        assert WHOLE in PRINTED['order sheet'](client, subject).content.decode()


def test_half_an_hour_after_the_look_only_the_progress_is_shown_again(
    world: World, signed_in: SignedIn, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(sent(world, Role.CLERK, OFFICE))
    client.post(f'{subject.address}reveal/', {'purpose': 'verify'})
    assert HANDED_OUT['file'](client, subject).status_code == 200
    for module in ('govhall.casework.sight', 'govhall.desk.people'):
        monkeypatch.setattr(f'{module}.LOOK_LASTS', timezone.timedelta(0))
    assert HANDED_OUT['file'](client, subject).status_code == 403
    assert found(client.get(subject.address).content.decode()) == set()


@pytest.mark.parametrize('sender', [OWN, OTHER, OFFICE])
@pytest.mark.parametrize('role', READING)
def test_graphql_answers_as_the_pages_do(world: World, subject: Subject, role: Role, sender: str) -> None:
    system = System.of(world, COUNTY, role)
    Membership.objects.filter(person=system.person).update(department=sender)
    level, uid = sees(role, sender), {'uid': str(subject.case.uid)}
    answer = system.post(GRAPH, uid).content.decode().replace('":"', '": "')
    told = found(re.sub(r'\\u([0-9a-f]{4})', lambda code: chr(int(code[1], 16)), answer))
    assert told == (set(FIELDS) - {'minutes'} if level == PEOPLE else set())  # which no answer has
    paper = f'/h/{world.hall(COUNTY).slug}/graphql/papers/{subject.case.uid}/{subject.paper.uid}/'
    taken = system.client.get(paper, headers={'Authorization': f'Bearer {system.token}'})
    refused = {NOTHING: 404, PROGRESS: 403, PEOPLE: 200}
    assert taken.status_code == refused[level]


def test_who_holds_a_letter_or_has_claimed_the_case_is_of_its_people(
    world: World, signed_in: SignedIn, subject: Subject
) -> None:
    lettered = world.person(COUNTY, Role.APPROVER, powers=['decide'])
    claimer = sent(world, Role.CLERK, OFFICE)
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=subject.case.uid).update(claimed_by=claimer.person_id)
    for person in (lettered, claimer):
        assert 'name' in found(signed_in(person).get(subject.address).content.decode())


@pytest.mark.parametrize('sender', [OWN, OTHER, OFFICE])
@pytest.mark.parametrize('also', [None, *(role for role in READING if role is not Role.LIAISON)])
def test_who_helps_with_the_case_sees_its_people_whatever_else_they_are(
    world: World, signed_in: SignedIn, subject: Subject, also: Role | None, sender: str
) -> None:
    client = signed_in(helping(world, subject, *([also] if also else []), sender=sender))
    page = client.get(subject.address)
    hidden = {'query word'} if also in (None, Role.SUPERVISOR, Role.LEADER) else set()
    assert (page.status_code, found(page.content.decode())) == (200, set(FIELDS) - hidden)
    taken = {name: get(client, subject).status_code for name, get in HANDED_OUT.items()}
    assert taken == dict.fromkeys(taken, 200)
    listed = LISTS['worklist'](client, subject).content.decode()
    assert WHOLE not in listed and 'name' in found(listed)
    with hall_context(world.hall(COUNTY)):
        Case.objects.filter(uid=subject.case.uid).update(helped_by=None)
    level = sees(also, sender) if also else NOTHING
    assert client.get(subject.address).status_code == (404 if level == NOTHING else 200)
    assert ('name' in found(client.get(subject.address).content.decode())) == (level == PEOPLE)


def test_a_township_shares_its_cases_but_not_with_supervisors(world: World, signed_in: SignedIn) -> None:
    case = world.receive('TJNS0001', '512000102000')
    for role, shown in ((Role.REVIEWER, True), (Role.SUPERVISOR, False), (Role.LEADER, False)):
        page = signed_in(world.person('TJNS0001', role)).get(at('TJNS0001', f'cases/{case.uid}/'))
        assert (MASKED in page.content.decode()) == shown, role


def test_the_end_of_a_number_finds_only_cases_whose_people_one_sees(
    world: World, signed_in: SignedIn, subject: Subject
) -> None:
    page = at(COUNTY, 'worklist/')
    for sender, number in ((OWN, 1), (OFFICE, 0)):
        client = signed_in(sent(world, Role.CLERK, sender))
        kept = client.post(page, {'show': 'todo', 'ending': ID_NUMBER[-5:]})
        assert (kept.status_code, ID_NUMBER[-5:] in kept.headers['Location']) == (303, False)
        assert len(client.get(kept.headers['Location']).context['rows']) == number
    supervisor = signed_in(sent(world, Role.SUPERVISOR, OWN))
    assert 'name="ending"' not in supervisor.get(f'{page}?{urlencode({"show": "todo"})}').content.decode()


def test_no_page_of_a_case_is_left_out(subject: Subject) -> None:
    """A field of the case that is sealed names people: a new one has to be looked for here."""
    sealed = {field.name for field in Case._meta.fields if type(field).__name__.startswith('Sealed')}
    looked_for: dict[str, Any] = {'applicant_data': 'name', 'form_data': 'form', 'opinions_data': 'opinion'}
    looked_for |= {'site_data': 'finding', 'hearing_data': 'minutes'}
    assert sealed - {'submitted'} == set(looked_for)  # a hash that nobody shows
