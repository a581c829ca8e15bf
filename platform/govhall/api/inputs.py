"""The input of a mutation, derived from the fields of its act."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

import graphene

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct
from govhall.acts.registry import Act
from govhall.applications.online_act import OnlineAct

Maker = Callable[..., Any]
LINES: tuple[FieldKind, ...] = (FieldKind.LINE, FieldKind.PROSE, FieldKind.HOUR, FieldKind.CHOICE, FieldKind.CONTENT)
MAKERS: dict[FieldKind, Maker] = {
    **dict.fromkeys(LINES, graphene.String),
    FieldKind.WHOLE: graphene.Int,
    FieldKind.UID: graphene.UUID,
    FieldKind.DAY: graphene.Date,
    FieldKind.TICK: graphene.Boolean,
    FieldKind.NUMBERS: lambda **more: graphene.List(graphene.NonNull(graphene.Int), **more),
    FieldKind.CODES: lambda **more: graphene.List(graphene.NonNull(graphene.String), **more),
}
UID = {'uid': graphene.UUID(required=True, description='Id of the case.')}
VERSION = {
    'version': graphene.Int(required=True, description='Version of the case that the caller has seen.'),
}


def input_name(mutation: str) -> str:
    """The name of the input type of a mutation."""
    return ''.join(part.capitalize() for part in mutation.split('_')) + 'Input'


def arguments(fields: Sequence[Field]) -> dict[str, Any]:
    """The fields of an input, by name."""
    return {field.name: _argument(field) for field in fields}


def _argument(field: Field) -> Any:
    more = {'required': field.needed, 'description': field.says}
    if field.kind is FieldKind.ROWS:
        name, doc = field.rows_are
        row = type(name, (graphene.InputObjectType,), {'__doc__': doc} | arguments(field.parts))
        return graphene.List(graphene.NonNull(row), **more)
    if field.choices_are[0]:
        return _choice(field, **more)
    return MAKERS[field.kind](**more)


def _choice(field: Field, **more: Any) -> Any:
    name, doc = field.choices_are
    labels = dict(field.choices)
    members = [(value.upper(), value) for value in labels]
    kind = graphene.Enum(name, members, description=lambda one: labels[one.value] if one else doc)
    return graphene.List(graphene.NonNull(kind), **more) if field.kind is FieldKind.CODES else kind(**more)


def hall_input(act: HallAct) -> type:
    """The input of the mutation of an act on the hall."""
    return type(input_name(act.mutation), (graphene.InputObjectType,), {'__doc__': act.does} | arguments(act.fields))


def online_input(act: OnlineAct) -> type:
    """The input of the mutation of an act on an online application."""
    which = {
        'uid': graphene.UUID(required=True, description='Id of the application.'),
        'version': graphene.Int(required=True, description='Version that the caller has seen.'),
    }
    return type(
        input_name(act.mutation), (graphene.InputObjectType,), {'__doc__': act.does} | which | arguments(act.fields)
    )


def plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, with choices as the values that forms know."""
    return {name: [*map(_value, value)] if isinstance(value, list) else _value(value) for name, value in given.items()}


def _value(given: Any) -> Any:
    return given.value if isinstance(given, Enum) else given


def input_type(act: Act[Any, Any]) -> type:
    """The input of the mutation of an act on a case."""
    switch = act.otherwise
    switches = {switch.switch: graphene.Boolean(required=True, description=switch.says)} if switch else {}
    fields = UID | (VERSION if act.versioned else {}) | switches | arguments(act.fields)
    return type(
        input_name(act.mutation),
        (graphene.InputObjectType,),
        {'__doc__': f'{act.does} Which case, and what it needs.'} | fields,
    )
