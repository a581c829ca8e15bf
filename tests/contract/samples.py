"""Sample messages made from their classes: one with every field, one with only those that must be there."""

from collections.abc import Callable
from typing import Any

from msgspec import convert, inspect

from federation.contracts.base import Message

UID = '01932f3c-0000-7000-8000-000000000001'
BY_PATTERN = {'^[0-9a-f]{64}$': 'ab' * 32}
PLAIN: dict[type[inspect.Type], Any] = {
    inspect.BoolType: True,
    inspect.FloatType: 1.5,
    inspect.DecimalType: '12.50',
    inspect.UUIDType: UID,
    inspect.DateType: '2026-11-25',
    inspect.DateTimeType: '2026-11-25T09:30:00+08:00',
    inspect.BytesType: 'c2FtcGxl',
    inspect.AnyType: 'anything',
    inspect.NoneType: None,
}


def sample(cls: type[Message], *, full: bool) -> Message:
    """A message of the class, the same at every run. Raises KeyError for a kind of field that is new to messages."""
    return convert(_value(inspect.type_info(cls), '', full), cls)


def _value(kind: inspect.Type, name: str, full: bool) -> Any:
    if type(kind) in PLAIN:
        return PLAIN[type(kind)]
    return COMPOUND[type(kind)](kind, name, full)


def _structure(kind: inspect.StructType, name: str, full: bool) -> dict[str, Any]:
    wanted = [field for field in kind.fields if full or field.required]
    return {field.encode_name: _value(field.type, field.name, full) for field in wanted}


def _text(kind: inspect.StrType, name: str, full: bool) -> str:
    return BY_PATTERN[kind.pattern] if kind.pattern else f'{name} 样例'[: kind.max_length]


def _number(kind: inspect.IntType, name: str, full: bool) -> int:
    return kind.ge if kind.ge is not None else 1


def _first(kind: inspect.UnionType, name: str, full: bool) -> Any:
    real = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
    return _value(real[0], name, full) if full else None


COMPOUND: dict[type[inspect.Type], Callable[[Any, str, bool], Any]] = {
    inspect.StructType: _structure,
    inspect.StrType: _text,
    inspect.IntType: _number,
    inspect.UnionType: _first,
    inspect.LiteralType: lambda kind, name, full: sorted(kind.values)[0],
    inspect.ListType: lambda kind, name, full: [_value(kind.item_type, name, full)] if full else [],
    inspect.DictType: lambda kind, name, full: {'key': _value(kind.value_type, name, full)} if full else {},
}
