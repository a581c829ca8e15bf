"""Programs write every variable into a query: a null is an argument that was not given, never an INTERNAL."""

import pytest

from tenants.roles import Role
from tests.builders.system import System
from tests.builders.world import BIRTH, TOWNSHIP, World


@pytest.mark.parametrize(
    ('query', 'same'),
    [
        (
            'query ($show: CaseShow, $after: String) { cases(show: $show, after: $after) { cases { number } } }',
            '{ cases { cases { number } } }',
        ),
        (
            'query ($words: String, $after: String) { matters(words: $words, after: $after) { matters { code } } }',
            '{ matters { matters { code } } }',
        ),
    ],
)
def test_a_null_is_an_argument_that_was_not_given(world: World, query: str, same: str) -> None:
    system = System.of(world, TOWNSHIP, Role.CLERK)
    world.receive(TOWNSHIP, BIRTH)
    nulls = dict.fromkeys(('show', 'after', 'words'))
    answer = system.post(query, nulls).json()
    assert 'errors' not in answer
    assert answer == system.post(same).json()
    assert any(answer['data'].values())
