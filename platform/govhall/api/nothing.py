"""An argument that is null is one that was not given: programs write every variable, also those they do not use."""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, Undefined

Resolve = Callable[..., Any]


def read_null_as_nothing(schema: GraphQLSchema) -> None:
    """Let every field with arguments take its default for a null, as it does for an argument that is not there."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith('__'):
            for field in kind.fields.values():
                if field.args and field.resolve:
                    field.resolve = _without_nulls(field, field.resolve)


def _without_nulls(field: GraphQLField, resolve: Resolve) -> Resolve:
    defaults = {
        argument.out_name or name: argument.default_value
        for name, argument in field.args.items()
        if argument.default_value is not Undefined
    }

    def resolved(root: Any, info: Any, **given: Any) -> Any:
        return resolve(root, info, **defaults | {name: value for name, value in given.items() if value is not None})

    return resolved
