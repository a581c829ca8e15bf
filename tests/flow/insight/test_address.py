"""The addresses of figures, through all middleware."""

import json

import pytest
from django.test import Client

from tenants.models import Person
from tenants.roles import Role
from tests.builders.world import COUNTY, OTHER_TOWNSHIP, World

QUERY = json.dumps({'query': '{ figures { area { name } complete } }'})


@pytest.fixture
def leader(world: World) -> Client:
    """The county's leader, signed in, with the token checked as in a browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        Person.objects.get(pk=world.person(COUNTY, Role.LEADER).person_id),
        backend='tenants.backends.AccountBackend',
    )
    return client


def address(world: World, hall: str, page: str) -> str:
    return f'/h/{world.hall(hall).slug}/{page}/'


def test_the_token_of_the_page_opens_the_endpoint(world: World, leader: Client) -> None:
    shown = leader.get(address(world, COUNTY, 'figures'))
    assert '通江县' in shown.content.decode()
    target, token = address(world, COUNTY, 'graphql'), shown.context['csrf_token']
    assert leader.post(target, QUERY, 'application/json').status_code == 403
    answer = leader.post(target, QUERY, 'application/json', headers={'X-CSRFToken': str(token)})
    assert answer.json() == {'data': {'figures': {'area': {'name': '通江县'}, 'complete': False}}}


def test_a_stranger_gets_json_and_no_page(world: World, client: Client) -> None:
    answer = client.post(address(world, COUNTY, 'graphql'), QUERY, 'application/json')
    assert answer.status_code == 401
    assert answer.json()['errors'][0]['extensions']['code'] == 'UNAUTHENTICATED'
    assert client.get(address(world, COUNTY, 'figures')).status_code == 302


def test_a_leader_finds_nothing_at_another_hall(world: World, leader: Client) -> None:
    assert leader.get(address(world, OTHER_TOWNSHIP, 'figures')).status_code == 404
    shown = leader.get(address(world, COUNTY, 'figures'))
    token = str(shown.context['csrf_token'])
    target = address(world, OTHER_TOWNSHIP, 'graphql')
    assert leader.post(target, QUERY, 'application/json', headers={'X-CSRFToken': token}).status_code == 404


def test_an_area_beside_is_answered_with_a_sentence(world: World, leader: Client) -> None:
    beside = world.hall(OTHER_TOWNSHIP).area_code
    answer = leader.get(address(world, COUNTY, 'figures'), {'area': beside})
    assert answer.status_code == 409
    assert '管辖范围' in answer.content.decode()
