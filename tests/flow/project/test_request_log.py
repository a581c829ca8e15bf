"""Each request leaves one line, and every line about it carries its reference."""

import io
from typing import Any

import pytest
from django.test import Client

from tests.builders.logged import events, log_lines
from tests.builders.screen import SignedIn, at
from tests.builders.world import TOWNSHIP, World

__all__ = ['log_lines']  # a fixture


def lines(written: io.StringIO, event: str) -> list[dict[str, Any]]:
    return [line for line in events(written) if line['event'].startswith(event)]


def test_a_request_is_one_line_with_route_person_and_hall(
    world: World, signed_in: SignedIn, log_lines: io.StringIO
) -> None:
    clerk = world.clerk(TOWNSHIP)
    answer = signed_in(clerk).get(at(TOWNSHIP, 'search/'))
    (line,) = lines(log_lines, 'request')
    assert (line['status'], line['user'], line['hall']) == (200, clerk.person_id, TOWNSHIP)
    assert line['route'] == 'search/' and line['request'] == answer['X-Request-ID']


def test_the_line_alone_says_where_the_request_came_from(world: World, log_lines: io.StringIO) -> None:
    Client(REMOTE_ADDR='198.51.100.7').get('/511921198001011237/')
    Client(REMOTE_ADDR='2001:db8:1:2:3::4').get('/511921198001011237/')
    assert [line['address'] for line in lines(log_lines, 'request')] == ['198.51.100.7', '2001:db8:1::']
    assert not [line for line in events(log_lines) if 'address' in line and line['event'] != 'request']


def test_the_line_of_a_stranger_names_nobody_and_no_typed_address(world: World, log_lines: io.StringIO) -> None:
    Client().get('/511921198001011237/')
    (line,) = lines(log_lines, 'request')
    assert line['status'] == 404 and 'user' not in line
    assert '511921198001011237' not in log_lines.getvalue()


def test_an_error_of_a_view_stands_in_the_log_with_stack_reference_person_and_hall(
    world: World, signed_in: SignedIn, log_lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError('a bug')

    monkeypatch.setattr('govhall.desk.views.search.find_by_number', broken)
    clerk = world.clerk(TOWNSHIP)
    browser = signed_in(clerk)
    browser.raise_request_exception = False
    answer = browser.post(at(TOWNSHIP, 'search/'), {'number': 'TJNS00012611240000014'})
    assert answer.status_code == 500
    (line,) = lines(log_lines, 'Internal Server Error')
    assert 'RuntimeError: a bug' in line['exception'] and 'in broken' in line['exception']
    assert (line['request'], line['user'], line['hall']) == (answer['X-Request-ID'], clerk.person_id, TOWNSHIP)


def test_the_next_request_has_a_reference_of_its_own(world: World) -> None:
    first, second = Client().get('/'), Client().get('/')
    assert first['X-Request-ID'] != second['X-Request-ID']
