"""What the library says of a query that it can't carry out, in words; the caller wrote it and can mend it."""

import re

from graphql import GraphQLError

_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (
            r"Variable '\$(\w+)' got invalid value .*; Field '(\w+)' of required type",
            '变量 ${0} 缺少字段 {1}，请补上。',
        ),
        (r"Variable '\$(\w+)' got invalid value .*; Field '(\w+)' is not defined", '变量 ${0} 没有字段 {1}，请去掉。'),
        (r"Variable '\$(\w+)' got invalid value .* at '([^']+)';", '变量 ${0} 的 {1} 填得不对，请核对类型和写法。'),
        (r"Variable '\$(\w+)' got invalid value", '变量 ${0} 填得不对，请核对类型和写法。'),
        (r"Variable '\$(\w+)' of (?:required|non-null) type", '缺少变量 ${0}，请补上。'),
        (r"Variable '\$(\w+)' is (?:not defined|never used)", '变量 ${0} 没有写明类型，或没有用到，请核对。'),
        (r"Variable '\$(\w+)' of type '([^']+)' used in position", '变量 ${0} 的类型 {1} 和用它的地方不一致，请核对。'),
        (r"Cannot query field '(\w+)' on type '(\w+)'", '{1} 没有字段 {0}，请对照接口说明核对。'),
        (r"Unknown argument '(\w+)' on field '([\w.]+)'", '{1} 没有参数 {0}，请对照接口说明核对。'),
        (r"Field '(\w+)' argument '(\w+)' of type '[^']+' is required", '{0} 缺少参数 {1}，请补上。'),
        (r"Argument '(\w+)' of required type", '缺少参数 {0}，请补上。'),
        (r"Argument '(\w+)' (?:of non-null type|has invalid value)", '参数 {0} 填得不对，请核对类型和写法。'),
        (r"Field '([\w.]+)' of required type", '缺少字段 {0}，请补上。'),
        (r"Field '(\w+)' is not defined by type '(\w+)'", '{1} 没有字段 {0}，请去掉。'),
        (r"Field '(\w+)' of type '[^']+' must have a selection", '{0} 要写明取哪些字段。'),
        (r"Field '(\w+)' must not have a selection", '{0} 下面没有字段，请去掉括号。'),
        (r"Value '(\w+)' does not exist in '(\w+)' enum", '{1} 没有 {0} 这个值，请对照接口说明核对。'),
        (r"Unknown type '(\w+)'", '没有类型 {0}，请对照接口说明核对。'),
        (r"Unknown fragment '(\w+)'", '没有片段 {0}，请核对。'),
        (r"Unknown operation named '(\w+)'", '查询里没有名为 {0} 的操作，请核对 operationName。'),
        (r'Must provide operation name', '查询里有几个操作，请用 operationName 写明要哪一个。'),
        (r'GraphQL introspection', '正式环境里只有管理员可以查看接口结构。'),
    )
)


def in_words(error: GraphQLError) -> str:
    """One sentence that names what is wrong where the library told it, and the place in the query."""
    found = next(((told, sentence) for pattern, sentence in _SAID if (told := pattern.match(error.message))), None)
    where = ''.join(f'（第 {location.line} 行第 {location.column} 列）' for location in (error.locations or ())[:1])
    if found is None:
        return f'查询写法不对{where}，请对照接口说明核对。'
    told, sentence = found
    return sentence.format(*told.groups())
