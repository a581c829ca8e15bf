"""The JSON Schema of a form, and the compiled judge of it. Pure, apart from what a process keeps."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

import jsonschema_rs
import msgspec

from federation.contracts.forms import FormColumn, FormField, MatterForm, ShownIf
from govhall.forms.definition import LONGEST_TEXT, MOST_ROWS, NUMBERS, AnswerKind

Schema = dict[str, Any]
BOUNDS = {'at_most': 'maximum', 'below': 'exclusiveMaximum', 'at_least': 'minimum', 'above': 'exclusiveMinimum'}
LARGEST = 10**12  # more than any sum, area or number of things that is applied for


def schema_of(form: MatterForm) -> Schema:
    """The form as JSON Schema (draft 2020-12), of which it needs a small part.

    Files stand beside their material and are no part of it. Numbers are numbers here, days texts.
    """
    asked = [one for one in form.fields if one.kind != AnswerKind.FILE]
    conditional = [_conditional(one) for one in asked if one.shown_if]
    return {
        '$schema': 'https://json-schema.org/draft/2020-12/schema',
        **_object(asked, [one.name for one in asked if one.required and not one.shown_if]),
    } | ({'allOf': conditional} if conditional else {})


def validator(form: MatterForm) -> jsonschema_rs.Validator:
    """The judge of the form; compiled once a process, as a form does not change."""
    return _compiled(msgspec.json.encode(schema_of(form)).decode())


@lru_cache(maxsize=512)
def _compiled(schema: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema)


def _object(fields: list[FormField] | list[FormColumn], required: list[str]) -> Schema:
    properties = {one.name: _property(one) for one in fields}
    return {'type': 'object', 'properties': properties, 'required': required, 'additionalProperties': False}


def _property(one: FormField | FormColumn) -> Schema:
    said = {'title': one.label} | ({'description': one.help} if one.help else {})
    return said | _of_kind(one)


def _of_kind(one: FormField | FormColumn) -> Schema:
    kind = AnswerKind(one.kind)
    if kind in NUMBERS:
        return {'type': 'number', 'minimum': _number(one.at_least or '0'), 'maximum': _number(one.at_most or LARGEST)}
    if kind is AnswerKind.CHOICE:
        return {'enum': [choice.value for choice in one.choices]}
    if kind is AnswerKind.DAY:
        return {'type': 'string', 'format': 'date'}
    if kind is AnswerKind.AREA:
        return {'type': 'string', 'pattern': '^[0-9]{12}$'}
    if isinstance(one, FormField) and kind is AnswerKind.ROWS:
        row = _object(one.columns, [column.name for column in one.columns if column.required])
        most = one.longest or MOST_ROWS
        return {
            'type': 'array',
            'items': row | {'minProperties': 1},
            'minItems': 1,
            'maxItems': most,
        }
    return {'type': 'string', 'minLength': 1, 'maxLength': one.longest or LONGEST_TEXT}


def _conditional(one: FormField) -> Schema:
    """Where its conditions hold a field may, or must, be answered; else it must not be."""
    conditions = [
        {'properties': {condition.field: _meets(condition)}, 'required': [condition.field]}
        for condition in one.shown_if
    ]
    said: Schema = {'if': {'allOf': conditions}, 'else': {'properties': {one.name: False}}}
    return said | ({'then': {'required': [one.name]}} if one.required else {})


def _meets(condition: ShownIf) -> Schema:
    if condition.test == 'one_of':
        return {'enum': condition.values}
    return {BOUNDS[condition.test]: _number(condition.values[0])}


def _number(text: str | int) -> int | float:
    number = Decimal(str(text).replace(',', ''))
    return int(number) if number == int(number) else float(number)
