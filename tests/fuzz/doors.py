"""Where something from outside comes in: found in what the product registers, never listed by hand."""

import inspect
from argparse import Action
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver
from graphql import GraphQLField, GraphQLSchema

from federation.contracts.base import registered
from govhall.api.schema import schema

URLCONFS = ('govhall.project.urls', 'govhall.project.hall_urls')
METHODS = ('GET', 'POST')
OURS = ('govhall.', 'federation.', 'tenants', 'township_halls')


class Page(NamedTuple):
    """One address and what it answers to."""

    urlconf: str
    name: str
    address: str
    methods: tuple[str, ...]
    takes_files: bool

    @property
    def in_hall(self) -> bool:
        """Whether it lies below the prefix of a hall."""
        return self.urlconf.endswith('hall_urls')


def pages() -> list[Page]:
    """Every address of the cell and of a hall."""
    return [
        Page(urlconf, pattern.name or '', address, _methods(pattern.callback), takes_files(pattern.callback))
        for urlconf in URLCONFS
        for pattern, address in _walk(get_resolver(urlconf).url_patterns, '')
    ]


def _walk(found: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[Any, str]]:
    for one in found:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, address)
        else:
            yield one, address


def takes_files(view: Callable[..., object]) -> bool:
    """Whether the view says that its form brings files."""
    return bool(getattr(view, 'takes_files', False))


def _methods(view: Any) -> tuple[str, ...]:
    """What `require_http_methods` lets through, as far as it stands anywhere around the view."""
    while view is not None:
        told = inspect.getclosurevars(view).nonlocals.get('request_method_list') if inspect.isfunction(view) else None
        if told is not None:
            return tuple(method for method in METHODS if method in told)
        view = getattr(view, '__wrapped__', None)
    return METHODS


def root_fields() -> dict[str, GraphQLField]:
    """Every query and mutation of the joined schema, as `query.case`."""
    whole: GraphQLSchema = schema.graphql_schema
    roots = {'query': whole.query_type, 'mutation': whole.mutation_type}
    return {f'{kind}.{name}': one for kind, root in roots.items() if root for name, one in root.fields.items()}


def messages() -> list[str]:
    """The name on the wire of every message; tests register others of their own."""
    return sorted(name for name, one in registered().items() if one.__module__.startswith('federation.contracts'))


def files_of_commands() -> dict[str, Action]:
    """Every argument of a command that is a file, as `import_holidays file`."""
    found = {}
    for name, app in get_commands().items():
        if not str(app).startswith(OURS):
            continue
        command = load_command_class(str(app), name)
        for action in command.create_parser('govhall', name)._actions:
            if action.type is Path:
                found[f'{name} {action.dest}'] = action
    return found
