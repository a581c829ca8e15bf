"""Whatever a program sends to a query or a mutation: JSON with a code that it can rely on, and never INTERNAL."""

import json
from typing import Any
from uuid import uuid4

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
)
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tenants.roles import Role
from tests.builders.system import System
from tests.builders.world import BIRTH, ID_NUMBER, MOST_ROLES, TOWNSHIP, World
from tests.fuzz import hostile
from tests.fuzz.doors import root_fields
from tests.fuzz.runs import fuzz, undone
from tests.fuzz.visits import POWERS

FIELDS = root_fields()
GOOD: dict[str, Any] = {
    'ID': str(uuid4()), 'UUID': str(uuid4()), 'Int': 1, 'Float': 1.0, 'Boolean': True, 'Date': '2026-12-01',
    'DateTime': '2026-12-01T09:30:00+08:00', 'Decimal': '1.00', 'String': '说明',
}  # fmt: skip
BY_NAME: dict[str, Any] = {'matter': BIRTH, 'name': '张小明', 'idNumber': ID_NUMBER, 'kind': 'person', 'version': 1}


def good(kind: GraphQLInputType, name: str, uid: str) -> Any:
    """A value that the type takes, the case's id and the matter where they are asked for."""
    if isinstance(kind, GraphQLNonNull):
        return good(kind.of_type, name, uid)
    if isinstance(kind, GraphQLList):
        return [good(kind.of_type, name, uid)]
    if isinstance(kind, GraphQLInputObjectType):
        return {key: good(field.type, key, uid) for key, field in kind.fields.items()}
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    return uid if name == 'uid' else BY_NAME.get(name, GOOD.get(get_named_type(kind).name, 'x'))


def anything(kind: GraphQLInputType, name: str, uid: str) -> SearchStrategy[Any]:
    """Mostly the right value, and now and then one that is not, anywhere in it."""
    if isinstance(kind, GraphQLNonNull):
        return anything(kind.of_type, name, uid)
    if isinstance(kind, GraphQLInputObjectType):
        whole = st.fixed_dictionaries({key: anything(field.type, key, uid) for key, field in kind.fields.items()})
        few = st.fixed_dictionaries(
            {}, optional={key: anything(field.type, key, uid) for key, field in kind.fields.items()}
        )
        return whole | few | hostile.values
    right = st.just(good(kind, name, uid))
    if isinstance(kind, GraphQLList):
        return right | st.lists(anything(kind.of_type, name, uid), max_size=3) | hostile.values
    # Of the right type and yet absurd is what gets furthest.
    near = {'Int': st.integers(-(2**31), 2**31), 'Boolean': st.booleans()}.get(get_named_type(kind).name, hostile.texts)
    return right | right | near | hostile.values


def selection(field: GraphQLField) -> str:
    """What is asked of the answer: every plain part of it."""
    kind = get_named_type(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return ''
    plain = [name for name, one in kind.fields.items() if is_leaf_type(get_named_type(one.type)) and not one.args]
    return '{ ' + ' '.join(plain or ['__typename']) + ' }'


def fuzz_field(world: World, door: str, *, long: bool) -> None:
    system = System.of(world, TOWNSHIP, *(set(MOST_ROLES) - {Role.AGENT}), powers=tuple(POWERS))
    field, (word, name) = FIELDS[door], door.split('.')
    uid = str(world.receive(TOWNSHIP, BIRTH).uid)
    told = ', '.join(f'${key}: {arg.type}' for key, arg in field.args.items())
    given = ', '.join(f'{key}: ${key}' for key in field.args)
    ask = f'{name}({given})' if given else name
    query = f'{word} {f"({told})" if told else ""} {{ {ask} {selection(field)} }}'

    def run(variables: dict[str, Any]) -> None:
        with undone():
            answer = system.post(query, variables)
        assert answer.status_code < 500
        for error in json.loads(answer.content).get('errors', ()):
            assert error['extensions']['code'] not in ('INTERNAL', ''), (door, variables)
            assert not [one for one in ('Traceback', 'Error:', '确保') if one in error['message']], error

    fuzz(run, st.fixed_dictionaries({key: anything(arg.type, key, uid) for key, arg in field.args.items()}),
         examples=8 if field.args else 1, long=long)  # fmt: skip


@pytest.mark.parametrize('door', sorted(FIELDS))
def test_whatever_a_program_sends_it_gets_a_code(world: World, door: str) -> None:
    fuzz_field(world, door, long=False)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize('door', sorted(FIELDS))
def test_for_minutes_whatever_a_program_sends_it_gets_a_code(world: World, door: str) -> None:
    fuzz_field(world, door, long=True)


@pytest.mark.parametrize(
    'body', [*hostile.BAD_FILES, b'{}', b'[]', b'{"query": 7}', b'{"query": "{", "variables": []}']
)
def test_whatever_the_body_is_the_answer_is_a_code(world: World, body: bytes) -> None:
    system = System.of(world, TOWNSHIP, Role.CLERK)
    for kind in (
        'application/json',
        'application/json; charset=x',
        'text/plain',
        'multipart/form-data; boundary=x',
        '',
    ):
        headers = {'Authorization': f'Bearer {system.token}'}
        answer = system.client.generic('POST', f'/h/{world.hall(TOWNSHIP).slug}/graphql/', body, kind, headers=headers)
        assert answer.status_code < 500
        assert [one['extensions']['code'] for one in json.loads(answer.content)['errors']] != []
