"""The GraphQL endpoint of a hall: POST and JSON only, limits before validation, errors with codes."""

import json
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from graphene_django.views import GraphQLView
from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    NoSchemaIntrospectionCustomRule,
    OperationType,
    get_operation_ast,
    specified_rules,
    validate,
)
from graphql.execution import execute_sync

from govhall.api.errors import ErrorCode, QueryRefused, explain
from govhall.api.limits import read_document, too_large
from govhall.api.sign_in import admitted, answer
from govhall.api.texts import check_whole, clean_document, clean_variables
from tenants.access import Actor
from tenants.moments import one_moment
from tenants.roles import Role

MOST_BYTES = 64 * 1024
MOST_ERRORS = 5  # each unknown name makes graphql-core look for similar ones


class HallGraphQLView(GraphQLView):
    """GraphQL for people and systems that work in the hall of the address; selectors and services decide what each may.

    Mount it with `csrf_exempt` and `login_not_required`: it makes both checks itself, so that a program gets JSON with
    a code where a person would get a page.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer one query: 401 for nobody, 404 outside one's halls, 403 without the form's token, 405 unless POST."""
        if request.method != 'POST':
            return answer(405, ErrorCode.POST_ONLY, '请用 POST 提交查询。')
        actor = admitted(request)
        if isinstance(actor, HttpResponse):
            return actor
        request.actor = actor  # type: ignore[attr-defined]
        try:
            return self._respond(request)
        except QueryRefused as error:
            return JsonResponse({'errors': [explain(error)]}, status=400)

    def _respond(self, request: HttpRequest) -> HttpResponse:
        content, status = self.get_response(request, self.parse_body(request))
        response = HttpResponse(content, status=status, content_type='application/json')
        response.headers['Cache-Control'] = 'no-store'  # an applicant may stand in it
        return response

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The JSON object in the body. Raises QueryRefused."""
        if request.content_type != 'application/json':
            raise QueryRefused(ErrorCode.BAD_QUERY, '请以 application/json 提交。')
        body = _body_of(request)
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise QueryRefused(ErrorCode.BAD_QUERY, '提交的不是 JSON，请核对。') from error
        if not isinstance(data, dict):
            raise QueryRefused(ErrorCode.BAD_QUERY, '提交的应是一个 JSON 对象，请核对。')
        check_whole(data)
        return data

    @staticmethod
    def get_graphql_params(request: HttpRequest, data: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
        """Query, variables and operation name, from the body only: addresses are logged. Raises QueryRefused."""
        query, variables, name = data.get('query'), data.get('variables') or {}, data.get('operationName')
        if not isinstance(query, str) or not isinstance(variables, dict) or not isinstance(name, str | None):
            raise QueryRefused(ErrorCode.BAD_QUERY, '缺少 query，或 variables、operationName 格式不对。')
        return query, clean_variables(variables), name, None

    def execute_graphql_request(
        self,
        request: HttpRequest,
        data: dict[str, Any],
        query: str,
        variables: dict[str, Any],
        operation_name: str | None,
        show_graphiql: bool = False,
    ) -> ExecutionResult:
        """Limits, then validation by all standard rules, then execution. Raises QueryRefused."""
        schema = self.schema.graphql_schema
        try:
            document = clean_document(read_document(query))
        except QueryRefused:
            raise
        except GraphQLError as error:
            return ExecutionResult(errors=[error])
        rules = [*specified_rules]
        if not _may_look_at_schema(request.actor):  # type: ignore[attr-defined]
            rules.append(NoSchemaIntrospectionCustomRule)
        errors = validate(schema, document, rules, max_errors=MOST_ERRORS)
        if errors:
            return ExecutionResult(errors=errors)
        # Sums and their parts are of one moment; what does or records something brings transactions of its own.
        with one_moment() if _asks_figures(document, operation_name) else nullcontext():
            return execute_sync(
                schema, document, context_value=request, variable_values=variables, operation_name=operation_name
            )

    @staticmethod
    def format_error(error: Exception) -> dict[str, Any]:
        """Every error has a code; see `errors.explain`."""
        return explain(error if isinstance(error, GraphQLError) else GraphQLError(str(error), original_error=error))


def _body_of(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig:
        body = None
    if body is None or len(body) > MOST_BYTES:
        raise too_large(f'请求最多 {MOST_BYTES // 1024} KB，请拆成几次查询。')
    return body


def _may_look_at_schema(actor: Actor) -> bool:
    return settings.MODE != 'production' or Role.ADMINISTRATOR in actor.roles


def _asks_figures(document: DocumentNode, name: str | None) -> bool:
    operation = get_operation_ast(document, name)
    if operation is None or operation.operation is not OperationType.QUERY:
        return False
    roots = operation.selection_set.selections
    return any(isinstance(root, FieldNode) and root.name.value == 'figures' for root in roots)
