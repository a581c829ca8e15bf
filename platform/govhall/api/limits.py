"""How large a query may be. Checked on the tokens and the tree, before validation.

Validation compares each field with every other of its set: 1,500 repetitions cost it a second. So a query that is too
large must not get there, and one that is nested too deeply must not get to the parser, which recurses.

`parse(max_lexical_tokens)` of graphql-core counts tokens, but neither aliases nor the depth of values, and only the
sentence of its error tells which limit it was; it turns a query that is too deep away after 5 ms of processor time and
1,500 repetitions after 21, this module after 0.1 and 6. graphene's `depth_limit_validator` follows a fragment each time
that it is used: 16 fragments, each with the next one twice, take it a quarter of a second, each further one doubles it.
"""

from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TokenKind,
    parse,
)
from graphql.language import Lexer

from govhall.api.errors import ErrorCode, QueryRefused

MOST_CHARACTERS = 32_000
MOST_TOKENS = 1000
DEEPEST = 8
MOST_ALIASES = 30
MOST_ROOT_FIELDS = 10
MOST_FIELDS = 150
MOST_FRAGMENTS = 20
DEEPEST_VALUE = 4

OPENING = {TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L}
CLOSING = {TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R}


def read_document(query: str) -> DocumentNode:
    """The query as a tree, if it keeps all limits.

    Raises QueryRefused (QUERY_TOO_LARGE, QUERY_TOO_DEEP, TOO_MANY_ALIASES, BAD_QUERY) and GraphQLSyntaxError.
    """
    if len(query) > MOST_CHARACTERS:
        raise too_large(f'查询最多 {MOST_CHARACTERS} 个字符，请拆成几次查询。')
    _check_tokens(query)
    document = parse(query)
    _Measure(document).check()
    return document


def too_large(sentence: str) -> QueryRefused:
    """The refusal of a query that is too large."""
    return QueryRefused(ErrorCode.QUERY_TOO_LARGE, sentence)


def _check_tokens(query: str) -> None:
    """Stops at the first token too many, so that the cost does not grow with the query."""
    lexer, tokens, depth, values, aliases = Lexer(Source(query)), 0, 0, 0, 0
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        tokens += 1
        if token.kind in OPENING:
            values += values > 0 or token.kind is not TokenKind.BRACE_L
            depth += values == 0
        elif token.kind in CLOSING:
            depth -= values == 0
            values = max(0, values - 1)
        elif token.kind is TokenKind.COLON and values == 0:
            aliases += 1  # outside of brackets only an alias has a colon
        _check_limits(tokens, depth, values, aliases)


def _check_limits(tokens: int, depth: int, values: int, aliases: int) -> None:
    if aliases > MOST_ALIASES:
        raise QueryRefused(ErrorCode.TOO_MANY_ALIASES, f'一次查询最多用 {MOST_ALIASES} 个别名，请拆成几次查询。')
    if depth > DEEPEST or values > DEEPEST_VALUE:
        raise _too_deep()
    if tokens > MOST_TOKENS:
        raise too_large(f'查询最多 {MOST_TOKENS} 个词，请拆成几次查询。')


def _too_deep() -> QueryRefused:
    return QueryRefused(ErrorCode.QUERY_TOO_DEEP, f'查询最多嵌套 {DEEPEST} 层，请减少层数。')


class Size(NamedTuple):
    """How large a set of fields is with its fragments written out."""

    depth: int
    width: int
    fields: int
    aliases: int


class _Measure:
    """Sizes with fragments written out; each fragment is measured once, however often it is used."""

    def __init__(self, document: DocumentNode) -> None:
        self._document = document
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._sizes: dict[str, Size] = {}
        self._open: set[str] = set()

    def check(self) -> None:
        """Raises QueryRefused; also for fragments that no operation uses, which validation reads as well."""
        if len(self._fragments) > MOST_FRAGMENTS:
            raise too_large(f'一次查询最多用 {MOST_FRAGMENTS} 个片段。')
        for node in self._document.definitions:
            if isinstance(node, OperationDefinitionNode | FragmentDefinitionNode):
                size = self._of(node.selection_set)
                _check_limits(0, size.depth, 0, size.aliases)
                if size.fields > MOST_FIELDS:
                    raise too_large(f'一次查询最多 {MOST_FIELDS} 个字段，请拆成几次查询。')
                if isinstance(node, OperationDefinitionNode) and size.width > MOST_ROOT_FIELDS:
                    raise too_large(f'一次最多 {MOST_ROOT_FIELDS} 个查询，请拆成几次。')

    def _of(self, selections: SelectionSetNode | None) -> Size:
        depth, width, fields, aliases = 0, 0, 0, 0
        for node in selections.selections if selections else ():
            size = self._of_one(node)
            depth = max(depth, size.depth)
            width, fields, aliases = width + size.width, fields + size.fields, aliases + size.aliases
        return Size(depth, width, fields, aliases)

    def _of_one(self, node: object) -> Size:
        if isinstance(node, FieldNode):
            inner = self._of(node.selection_set)
            return Size(inner.depth + 1, 1, inner.fields + 1, inner.aliases + (node.alias is not None))
        if isinstance(node, InlineFragmentNode):
            return self._of(node.selection_set)
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        raise QueryRefused(ErrorCode.BAD_QUERY, '查询写法不对，请核对。')

    def _of_fragment(self, name: str) -> Size:
        if name in self._open:
            raise QueryRefused(ErrorCode.BAD_QUERY, '片段不能引用自己，请核对。')
        if name not in self._fragments:
            return Size(0, 0, 0, 0)  # validation says that there is none
        if name not in self._sizes:
            self._open.add(name)
            self._sizes[name] = self._of(self._fragments[name].selection_set)
            self._open.discard(name)
        return self._sizes[name]
