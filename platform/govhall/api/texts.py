"""Texts in a query, in its variables or written in it, are cleaned as those of a form are (`kernel.typed`)."""

from typing import Any, cast

from graphql import DocumentNode, StringValueNode, Visitor, visit

from govhall.api.errors import ErrorCode, QueryRefused
from govhall.kernel import typed


def check_whole(data: object) -> None:
    """Refuse (QueryRefused) what no keyboard types and no database keeps: NUL, and half a character."""
    if typed.any_damaged(data):
        raise QueryRefused(ErrorCode.BAD_QUERY, '提交的内容里有不完整的字符（NUL 或半个字符），请检查后重新提交。')


def clean_variables(variables: dict[str, Any]) -> dict[str, Any]:
    """The variables with every text cleaned."""
    return cast('dict[str, Any]', typed.in_all(variables))


def clean_document(document: DocumentNode) -> DocumentNode:
    """The query with every text in it cleaned. Raises QueryRefused."""
    visit(document, _Texts())
    return document


class _Texts(Visitor):
    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        check_whole(node.value)
        node.value = typed.prose(node.value)
