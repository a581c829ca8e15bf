"""What a caller hears of a query that can't be carried out is a sentence of ours, for whatever the library says."""

import pytest
from graphql import GraphQLError, graphql_sync

from govhall.api.query_errors import in_words
from govhall.api.schema import schema


def said(query: str, **variables: object) -> list[str]:
    found = graphql_sync(schema.graphql_schema, query, variable_values=variables)
    return [in_words(error) for error in found.errors or ()]


WITHDRAW = 'mutation ($input: WithdrawCaseInput!) { withdrawCase(input: $input) { message } }'


@pytest.mark.parametrize(
    ('query', 'variables', 'sentence'),
    [
        ('{ figures ', {}, '查询写法不对（第 1 行第 11 列），请对照接口说明核对。'),
        ('{ figures { people } }', {}, 'Figures 没有字段 people，请对照接口说明核对。'),
        ('{ figures(zone: "1") { complete } }', {}, 'Query.figures 没有参数 zone，请对照接口说明核对。'),
        ('{ figures }', {}, 'figures 要写明取哪些字段。'),
        (WITHDRAW, {}, '缺少变量 $input，请补上。'),
        (WITHDRAW, {'input': {'version': 1}}, '变量 $input 缺少字段 uid，请补上。'),
        (WITHDRAW, {'input': {'uid': 'x', 'version': 1}}, '变量 $input 的 input.uid 填得不对，请核对类型和写法。'),
        (
            'query ($day: Date) { figures(since: $day) { complete } }',
            {'day': '昨天'},
            '变量 $day 填得不对，请核对类型和写法。',
        ),
    ],
)
def test_what_the_library_says_is_said_in_words(query: str, variables: dict[str, object], sentence: str) -> None:
    assert sentence in said(query, **variables)


def test_what_is_typed_is_never_repeated_and_what_is_unknown_is_said_too() -> None:
    assert in_words(GraphQLError("'str' object has no attribute 'x'")) == '查询写法不对，请对照接口说明核对。'
    number = '511921198001011237'
    assert number not in ' '.join(said(WITHDRAW, input={'uid': number, 'version': 1}))
