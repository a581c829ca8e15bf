"""How large a query may be, and with how little work a larger one is turned away."""

import sys

import pytest
from graphql import GraphQLSyntaxError

from govhall.api.errors import QueryRefused
from govhall.api.limits import DEEPEST, MOST_ALIASES, MOST_FIELDS, MOST_ROOT_FIELDS, read_document

REPEATED = '{ figures { totals {' + ' received' * 1500 + ' } } }'
ALIASES = '{' + ' '.join(f'a{number}: figures {{ complete }}' for number in range(500)) + '}'
DEEP = '{ a' * 5000 + '}' * 5000
LONG = '{ figures { complete } } #' + 'x' * 200_000
BOMB = (
    '{ figures { totals { ...f0 } } } '
    + ' '.join(f'fragment f{n} on Counts {{ ...f{n + 1} ...f{n + 1} }}' for n in range(15))
    + ' fragment f15 on Counts { received decided }'
)
UNUSED = '{ figures { complete } } fragment f on Counts {' + ' received' * 900 + ' }'


MOST_CALLS = 400_000  # calls and returns of functions: well below a fifth of a second on an old machine


def code_of(query: str) -> str:
    with pytest.raises(QueryRefused) as refused:
        read_document(query)
    return str((refused.value.extensions or {})['code'])


@pytest.mark.parametrize(
    ('query', 'code'),
    [
        (REPEATED, 'QUERY_TOO_LARGE'),
        (ALIASES, 'TOO_MANY_ALIASES'),
        (DEEP, 'QUERY_TOO_DEEP'),
        (LONG, 'QUERY_TOO_LARGE'),
        (BOMB, 'QUERY_TOO_LARGE'),
        (UNUSED, 'QUERY_TOO_LARGE'),
    ],
    ids=['repeated fields', 'aliases', 'depth', 'comment', 'fragments that double', 'unused fragment'],
)
def test_a_hostile_query_is_turned_away_with_a_code_and_little_work(query: str, code: str) -> None:
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)  # calls, not seconds: the same on every machine, however busy
    try:
        assert code_of(query) == code
    finally:
        sys.setprofile(None)
    assert calls < MOST_CALLS


def test_a_usual_query_passes() -> None:
    assert read_document(
        'query ($since: Date) { figures(area: "511900000000", since: $since) { asOf areas { area { code name } } } }'
    )


def test_the_deepest_allowed_query_passes_and_one_level_more_does_not() -> None:
    nested = '{ a ' * DEEPEST + '}' * DEEPEST
    assert read_document(nested)
    assert code_of('{ a ' + nested + '}') == 'QUERY_TOO_DEEP'


def test_depth_counts_through_fragments() -> None:
    spread = '{ a { b { c { d { ...f } } } } } fragment f on T { e { g { h { i { j } } } } }'
    assert code_of(spread) == 'QUERY_TOO_DEEP'


def test_a_value_may_not_be_nested_without_end() -> None:
    assert code_of('{ a(b: ' + '[' * 500 + ']' * 500 + ') }') == 'QUERY_TOO_DEEP'


def test_colons_of_arguments_are_no_aliases() -> None:
    arguments = ', '.join(f'a{number}: {number}' for number in range(MOST_ALIASES + 10))
    assert read_document(f'{{ figures({arguments}) {{ complete }} }}')


def test_aliases_count_as_often_as_their_fragment_is_used() -> None:
    fragment = 'fragment f on T { ' + ' '.join(f'a{number}: b' for number in range(20)) + ' }'
    assert code_of('{ a { ...f } b { ...f } } ' + fragment) == 'TOO_MANY_ALIASES'


def test_root_fields_and_fields_are_limited() -> None:
    assert code_of('{' + ' a' * (MOST_ROOT_FIELDS + 1) + '}') == 'QUERY_TOO_LARGE'
    assert code_of('{ a {' + ' b' * MOST_FIELDS + '} }') == 'QUERY_TOO_LARGE'


def test_a_fragment_that_uses_itself_is_refused() -> None:
    assert code_of('{ ...f } fragment f on T { a { ...f } }') == 'BAD_QUERY'


def test_a_query_that_is_no_graphql_is_a_syntax_error() -> None:
    with pytest.raises(GraphQLSyntaxError):
        read_document('{ figures ')
