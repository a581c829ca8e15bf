"""Where it is done: the page 在哪办, the counter, the portal and the router are asked the same 200 questions."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from govhall.casework.models import Case
from govhall.catalogue.models import Grant
from govhall.catalogue.places import places_around
from govhall.catalogue.routing import Route, RouteKind, route
from govhall.forms.facts import FACTS, known_facts
from tenants.context import hall_context
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.forms import HOUSE, RELIEF, formed, posted, read_forms
from tests.builders.screen import SLUGS, SignedIn, acts, at, case_data, signed_in, text
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, World

__all__ = ['formed', 'signed_in']
QUESTIONS = 200
# Two; for a place outside the own area it is asked whose it is, and for what lies elsewhere also the way from there.
MOST_STATEMENTS = {RouteKind.HERE: 3, RouteKind.REPORT: 3, RouteKind.RECEIPT: 4, RouteKind.ELSEWHERE: 4}
NEIGHBOUR = 'TJTX0001'
NUMBERS = {
    'amount': ['', '800', '1000', '1000.01', '1,500', '50000'],
    'size': ['', '12', '80.5', '500', '10000'],
}


@dataclass(frozen=True)
class Question:
    """A matter at a hall, for a place, by a person or a firm, with the facts of its form."""

    matter: str
    hall: str
    place: str
    applicant: str
    said: dict[str, str]

    @property
    def facts(self) -> dict[str, str]:
        return {name: value for name, value in self.said.items() if value}


def questions(world: World) -> list[Question]:
    chance = random.Random(12)  # noqa: S311 - the same questions each time
    marked = {
        matter: {one['fact']: one for one in file['fields'] if one.get('fact')} for matter, file in read_forms().items()
    }
    marked = {matter: facts for matter, facts in marked.items() if 'area' in facts}
    halls = sorted(
        {(one.matter_code, one.hall_code) for one in Grant.objects.filter(matter_code__in=marked, hall_code__in=SLUGS)}
    )
    around = {hall: [code for code, _ in places_around(hall)] for _, hall in halls}
    found = []
    for number in range(QUESTIONS):
        matter, hall = halls[number * 7 % len(halls)]
        said = {
            name: chance.choice(NUMBERS.get(name) or ['', *(choice['value'] for choice in one['choices'])])
            for name, one in marked[matter].items()
            if name != 'area'
        }
        place = chance.choice(around[hall])
        found.append(Question(matter, hall, place, chance.choice(['person', 'organisation']), said))
    return found


def asked(question: Question) -> Route:
    facts = known_facts(question.applicant, place_of_window(question.hall), {**question.said, 'area': question.place})
    return route(matter=question.matter, hall=question.hall, at=timezone.now(), facts=facts)


def place_of_window(hall: str) -> str:
    return World().hall(hall).area_code


def said_in(page: str, identifier: str) -> str:
    found = re.search(rf'id="{identifier}"[^>]*>([^<]*)<', page)
    assert found, page[-3000:]
    return unescape(found[1])


def at_the_page(client: Client, question: Question) -> str:
    given = {'matter': question.matter, 'area': question.place, 'applicant': question.applicant, **question.said}
    answer = client.get(at(question.hall, 'catalogue/where/'), given)
    assert answer.status_code == 200, text(answer)
    return said_in(answer.content.decode(), 'here')


def at_the_counter(client: Client, question: Question) -> str:
    marked = {one['fact']: one['name'] for one in read_forms()[question.matter]['fields'] if one.get('fact')}
    typed = {f'form-{marked[name]}': value for name, value in {**question.said, 'area': question.place}.items()}
    whole = at(question.hall, f'counter/{question.matter}/check/?part=form')
    answer = client.post(whole, {'kind': question.applicant, **typed})
    return said_in(answer.content.decode(), 'where')


def at_the_portal(client: Client, question: Question) -> str:
    given = {'hall': question.hall, 'area': question.place, 'applicant': question.applicant, **question.said}
    return said_in(client.get(f'/guide/{question.matter}/', given).content.decode(), 'here')


DOORS: dict[str, Callable[[Client, Question], str]] = {
    'page': at_the_page,
    'counter': at_the_counter,
    'portal': at_the_portal,
}


@pytest.mark.parametrize('door', DOORS)
def test_a_door_answers_as_the_router_does(formed: World, signed_in: SignedIn, door: str) -> None:
    every = questions(formed)
    clerks = {hall: signed_in(formed.clerk(hall)) for hall in sorted({one.hall for one in every})}
    routes = {number: asked(one) for number, one in enumerate(every)}
    different = [
        (every[number], heard, way.reason)
        for number, way in routes.items()
        if (heard := DOORS[door](clerks[every[number].hall], every[number])) != way.reason
    ]
    assert different == []
    assert len({(one.matter, one.hall, one.place, one.applicant, *one.facts.items()) for one in every}) > QUESTIONS / 2
    assert {way.kind for way in routes.values()} == set(RouteKind)


def test_a_question_costs_two_statements(formed: World) -> None:
    """`make bench ARGS=forms` measures its time."""
    every, at_now = questions(formed), timezone.now()
    known = [known_facts(one.applicant, place_of_window(one.hall), {**one.said, 'area': one.place}) for one in every]
    statements: dict[RouteKind, int] = {}
    for one, facts in zip(every, known, strict=True):
        with CaptureQueriesContext(connection) as sent:
            kind = route(matter=one.matter, hall=one.hall, at=at_now, facts=facts).kind
        statements[kind] = max(statements.get(kind, 0), len(sent))
    assert {kind: number for kind, number in statements.items() if number > MOST_STATEMENTS[kind]} == {}


def test_every_matter_with_facts_is_asked_for_them_on_the_page(formed: World, signed_in: SignedIn) -> None:
    clerk = signed_in(formed.clerk(COUNTY))
    for matter, file in read_forms().items():
        page = clerk.get(at(COUNTY, 'catalogue/where/'), {'matter': matter, 'area': '511921113000'}).content.decode()
        marked = {one['fact'] for one in file['fields'] if one.get('fact')}
        assert {name for name in FACTS if f'name="{name}"' in page} == marked | {'area', 'applicant'}, matter


@pytest.mark.parametrize(('amount', 'decides'), [('800', True), ('1500', False)])
@pytest.mark.parametrize('door', ['counter', 'village'])
def test_a_township_decides_small_relief_and_sends_the_rest_up(
    formed: World, signed_in: SignedIn, door: str, amount: str, decides: bool
) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    if door == 'counter':
        taken = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/'), posted(RELIEF, **{'form-amount': amount}))
    else:
        point = points_of(formed.hall(TOWNSHIP))[0].code
        agent = signed_in(formed.person(TOWNSHIP, Role.AGENT, point=point))
        taken = agent.post(at(TOWNSHIP, f'points/{RELIEF}/'), posted(RELIEF, **{'form-amount': amount}))
    where = taken['Location']
    chief.post(f'{where}accept/', {'version': case_data(chief.get(where))['version']})
    page = chief.get(where)
    assert ('approve' in acts(page)) is decides
    denied = chief.post(f'{where}approve/', {'version': case_data(page)['version']})
    assert (denied.status_code == 303) is decides
    with hall_context(formed.hall(TOWNSHIP)):
        assert Case.objects.get().state == ('approved' if decides else 'accepted')


def test_the_portal_says_that_much_relief_goes_up(formed: World, client: Client) -> None:
    asked_for = {'hall': TOWNSHIP, 'area': '511921113000'}
    small = client.get(f'/guide/{RELIEF}/', {**asked_for, 'amount': '800'})
    large = client.get(f'/guide/{RELIEF}/', {**asked_for, 'amount': '1500'})
    assert '由通江县诺水河镇便民服务中心决定。' in text(small)
    assert '由通江县政务服务中心决定。' in text(large)


def test_what_lies_in_another_township_is_taken_for_it_and_sent_there(formed: World, signed_in: SignedIn) -> None:
    chief, place = signed_in(formed.chief(TOWNSHIP)), formed.hall(NEIGHBOUR).area_code
    elsewhere = posted(HOUSE, **{'form-place': place, 'then': 'accept'})
    where = chief.post(at(TOWNSHIP, f'counter/{HOUSE}/'), elsewhere)['Location']
    case = formed.case(TOWNSHIP, only(formed, TOWNSHIP).uid)
    assert case.state == 'received'  # the window's own township may not accept it
    page = chief.get(where)
    assert acts(page) & {'accept', 'approve', 'review'} == set()
    assert chief.post(f'{where}approve/', {'version': case.version}).status_code != 303
    assert formed.case(TOWNSHIP, case.uid).version == case.version
    assert chief.post(f'{where}forward/', {'version': case.version}).status_code == 303
    formed.carry()
    there = formed.case(NEIGHBOUR, case.uid)
    assert (there.custody, there.holder) == ('held', NEIGHBOUR)
    neighbour = signed_in(formed.chief(NEIGHBOUR))
    assert 'receive' in acts(neighbour.get(at(NEIGHBOUR, f'cases/{case.uid}/')))


def test_small_relief_of_another_township_is_not_decided_at_this_window(formed: World, signed_in: SignedIn) -> None:
    chief = signed_in(formed.chief(TOWNSHIP))
    for hall, heard in ((NEIGHBOUR, '通江县铁溪镇'), (OTHER_TOWNSHIP, '平昌县')):
        typed = posted(RELIEF, **{'form-home': formed.hall(hall).area_code})
        shown = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/check/?part=form'), typed).content.decode()
        assert '办理对象不在本大厅的辖区' in said_in(shown, 'where')
        assert heard in said_in(shown, 'where')
        assert 'value="on-the-spot"' not in shown
    own = chief.post(at(TOWNSHIP, f'counter/{RELIEF}/check/?part=form'), posted(RELIEF)).content.decode()
    assert 'value="on-the-spot"' in own


def only(world: World, hall: str) -> Case:
    with hall_context(world.hall(hall)):
        return Case.objects.get()
