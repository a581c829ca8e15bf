"""What a changed message would break at cells that run the release before, or at partners who built on its schema.

Within a version only optional fields may be added. Anything else is a new version beside the old one.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
# What decides whether a value fits; titles and descriptions do not.
SAME = ('type', 'format', 'contentEncoding', 'pattern')
AT_LEAST_AS_WIDE: dict[str, Callable[[float, float], bool]] = {  # asked with the new and the old one
    'maximum': operator.ge,
    'exclusiveMaximum': operator.ge,
    'maxLength': operator.ge,
    'minimum': operator.le,
    'minLength': operator.le,
}


def breaking(old: Schema, new: Schema) -> list[str]:
    """What in `new` is not compatible with `old`, each as `field.field: reason`; empty when all is well."""
    return sorted(set(_Comparison(old, new).of(old, new, '')))


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old.get('$defs', {}), new.get('$defs', {})
        self._compared: set[tuple[str, str]] = set()

    def of(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        names = (str(old.get('$ref', '')), str(new.get('$ref', '')))
        if all(names) and names in self._compared:
            return  # a structure that holds itself
        self._compared.add(names)
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        yield from self._values(old, new, path)
        yield from self._fields(old, new, path)
        if 'items' in old and 'items' in new:
            yield from self.of(old['items'], new['items'], f'{path}[]')
        yield from self._choices(old, new, path)

    def _values(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        for key in SAME:
            if old.get(key) != new.get(key):
                yield f'{path or "message"}: {key} was {old.get(key)}, is {new.get(key)}'
        if set(old.get('enum', ())) != set(new.get('enum', ())):
            yield f'{path or "message"}: the values that are allowed have changed'
        for key, is_wide in AT_LEAST_AS_WIDE.items():
            if key in new and (key not in old or not is_wide(new[key], old[key])):
                yield f'{path or "message"}: {key} is narrower'

    def _fields(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        before, now = old.get('properties', {}), new.get('properties', {})
        for name in before.keys() - now.keys():
            yield f'{_under(path, name)}: the field is gone'
        for name in set(new.get('required', ())) - set(old.get('required', ())):
            yield f'{_under(path, name)}: the field is required now'
        for name in before.keys() & now.keys():
            yield from self.of(before[name], now[name], _under(path, name))
        kept, wanted = old.get('additionalProperties'), new.get('additionalProperties')
        if isinstance(kept, Mapping) and isinstance(wanted, Mapping):
            yield from self.of(kept, wanted, f'{path}{{}}')

    def _choices(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        before, now = old.get('anyOf', []), new.get('anyOf', [])
        if len(before) != len(now):
            yield f'{path}: what it may be has changed'
            return
        for one, other in zip(before, now, strict=True):
            yield from self.of(one, other, path)


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    while '$ref' in schema:
        schema = definitions[str(schema['$ref']).rpartition('/')[2]]
    return schema


def _under(path: str, name: str) -> str:
    return f'{path}.{name}' if path else name
