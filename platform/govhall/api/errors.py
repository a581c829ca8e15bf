"""What a caller learns of a failure: a stable code and a sentence; never the text of a database or of a bug."""

from enum import StrEnum
from typing import Any

import structlog
from graphql import GraphQLError

from govhall.api.query_errors import in_words
from govhall.kernel.errors import Later, Refused

log = structlog.get_logger()


class ErrorCode(StrEnum):
    """The codes that this edge gives itself; a refusal of a rule brings its own (FORBIDDEN, OUT_OF_SCOPE, …)."""

    QUERY_TOO_LARGE = 'QUERY_TOO_LARGE'
    QUERY_TOO_DEEP = 'QUERY_TOO_DEEP'
    TOO_MANY_ALIASES = 'TOO_MANY_ALIASES'
    BAD_QUERY = 'BAD_QUERY'
    UNAUTHENTICATED = 'UNAUTHENTICATED'
    TOO_MANY_TRIES = 'TOO_MANY_TRIES'
    FORBIDDEN = 'FORBIDDEN'
    NOT_FOUND = 'NOT_FOUND'
    BAD_TOKEN = 'BAD_TOKEN'  # noqa: S105 - the name of a code
    POST_ONLY = 'POST_ONLY'
    LATER = 'LATER'
    INTERNAL = 'INTERNAL'


class QueryRefused(GraphQLError):
    """The query is refused before anything is executed."""

    def __init__(self, code: ErrorCode, sentence: str) -> None:
        super().__init__(sentence, extensions={'code': code.value})


def explain(error: GraphQLError) -> dict[str, Any]:
    """The error as it goes to the caller. What nobody foresaw is logged here and named INTERNAL there."""
    cause = error.original_error
    shown: dict[str, Any] = {'message': in_words(error), 'extensions': {'code': ErrorCode.BAD_QUERY.value}}
    if isinstance(cause, Refused):
        shown = {'message': str(cause), 'extensions': {'code': cause.code}}
    elif isinstance(cause, Later):
        shown = {
            'message': '这一步暂时办不了，没有保存。请过半分钟再试。',
            'extensions': {'code': ErrorCode.LATER.value},
        }
    elif cause is not None and not isinstance(cause, GraphQLError):
        log.error('graphql_failed', outcome='failed', reason=type(cause).__name__, exc_info=cause)
        shown = {'message': '这次没有查到，请稍后再试。', 'extensions': {'code': ErrorCode.INTERNAL.value}}
    elif error.extensions and 'code' in error.extensions:
        shown = {'message': error.message, 'extensions': {'code': error.extensions['code']}}
    if error.path:
        shown['path'] = error.path
    return shown
