"""People at their screens, and what a script sees of a page: the case's attributes, its forms, its sentences."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from tenants.access import Actor
from tenants.models import Person
from tests.builders.world import ID_NUMBER, World, paper_codes

SignedIn = Callable[[Actor], Client]

SLUGS = {'TJNS0001': 'tj-nuoshuihe', 'PCSM0001': 'pc-sima', 'TJXZ0001': 'tongjiang', 'SCSZ0001': 'sichuan'}
SLUGS |= {'TJTX0001': 'tj-tiexi'}


@pytest.fixture
def signed_in(world: World) -> SignedIn:
    """A browser in which this person has signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Person.objects.get(pk=actor.person_id), 'tenants.backends.AccountBackend')
        return client

    return sign_in


def at(hall: str, path: str = '') -> str:
    """An address within a hall."""
    return f'/h/{SLUGS[hall]}/{path}'


def text(response: HttpResponse) -> str:
    """The page without its tags."""
    return unescape(re.sub(r'<[^>]+>', '', response.content.decode()))


def case_data(response: HttpResponse) -> dict[str, str]:
    """The data-… attributes of the case page."""
    main = re.search(r'<main id="case"([^>]*)>', response.content.decode())
    assert main, 'not a case page'
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', main[1]))


def acts(response: HttpResponse) -> set[str]:
    """The acts that the page offers."""
    return set(re.findall(r'<form id="act-([a-z-]+)"', response.content.decode()))


def filled(matter: str, *, papers: int | None = None, **changes: Any) -> dict[str, Any]:
    """A complete application, or with the first papers only."""
    codes = paper_codes(matter)[:papers]
    values = {'submission': str(uuid4()), 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'then': 'receive'}
    return values | {f'paper-{code}': 'handed_in' for code in codes} | changes


def take_in(client: Client, hall: str, matter: str, **changes: Any) -> str:
    """Receive an application at the counter; the address of the case."""
    response = client.post(at(hall, f'counter/{matter}/'), filled(matter, **changes))
    assert response.status_code == 303, text(response)
    return str(response.headers['Location'])


def do(client: Client, address: str, word: str, **fields: Any) -> HttpResponse:
    """Post an act with the version that the page shows now and the end of validity that it proposes."""
    page = client.get(address)
    day = re.search(rf'id="{word}-day" name="day"[^>]* value="([0-9-]+)"', page.content.decode())
    proposed = {'day': day[1]} if day else {}
    answer: HttpResponse = client.post(f'{address}{word}/', {'version': case_data(page)['version']} | proposed | fields)
    return answer
