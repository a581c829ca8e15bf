"""Addresses have names, and a room names only its own and those of rooms below it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.sources import PRODUCT, ROOT, files, name

URLCONFS = ('govhall.project.urls', 'govhall.project.hall_urls')
NAMED = re.compile(r"""(?:\breverse(?:_lazy)?\(\s*|\broute=|{%\s*url\s+)(['"])([a-z_]+)\1""")
# How a path is written out: with the slash before it, or after what stands for the hall's prefix.
WRITTEN = r"""(?:["']/|}/?)(SEGMENTS)/"""


def patterns(below: URLResolver) -> Iterator[URLPattern]:
    """Every address under a resolver."""
    for url_pattern in below.url_patterns:
        if isinstance(url_pattern, URLPattern):
            yield url_pattern
        else:
            yield from patterns(url_pattern)


def all_patterns() -> list[URLPattern]:
    return [one for urlconf in URLCONFS for one in patterns(get_resolver(urlconf))]


def floors() -> dict[str, int]:
    """The floor of each room, 0 at the top, as import-linter holds it."""
    config = tomllib.loads((ROOT / 'pyproject.toml').read_text(encoding='utf-8'))
    contracts = config['tool']['importlinter']['contracts']
    (lines,) = [contract['layers'] for contract in contracts if contract['name'] == 'rooms point down only']
    return {room.strip(): floor for floor, line in enumerate(lines) for room in line.split('|')}


def room_of_module(module: str) -> str:
    first, *rest = module.split('.')
    return f'{first}.{rest[0]}' if first == 'govhall' else first


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return room_of_module('.'.join(parts[1:] if parts[0] == 'platform' else parts))


def routes() -> dict[str, set[str]]:
    """The rooms whose views answer under the name of an address."""
    found: dict[str, set[str]] = {}
    for route in all_patterns():
        view = getattr(route.callback, 'view_class', route.callback)
        found.setdefault(str(route.name), set()).add(room_of_module(view.__module__))
    return found


def sources() -> list[Path]:
    templates = [path for folder in PRODUCT for path in (ROOT / folder).rglob('*.html')]
    return files(*PRODUCT) + sorted(templates)


def out_of_reach(own: str, rooms: set[str]) -> bool:
    """Whether a room may not know one of these: it stands above, or on the same floor."""
    known = floors()
    return any(room != own and known[room] <= known[own] for room in rooms)


def test_a_room_names_no_address_of_a_room_that_it_may_not_know() -> None:
    known = routes()
    found = {
        f'{name(path)}: {route}'
        for path in sources()
        for _, route in NAMED.findall(path.read_text(encoding='utf-8'))
        if route in known and out_of_reach(room_of(path), known[route])
    }
    assert len(known) > 60 and found == set()


def test_no_room_writes_out_the_address_of_another() -> None:
    owners: dict[str, set[str]] = {}
    for route in all_patterns():
        view = getattr(route.callback, 'view_class', route.callback)
        segment = str(route.pattern).strip('^').partition('/')[0]
        owners.setdefault(segment, set()).add(room_of_module(view.__module__))
    segments = '|'.join(re.escape(owner) for owner in owners if owner.isidentifier() or '-' in owner)
    written = re.compile(WRITTEN.replace('SEGMENTS', segments))
    found = {
        f'{name(path)}: {segment}'
        for path in sources()
        for segment in written.findall(path.read_text(encoding='utf-8'))
        if room_of(path) not in owners[segment]
    }
    assert 'cases' in segments and found == set()


def test_the_rooms_of_addresses_are_known() -> None:
    known = routes()
    assert (known['case'], known['catalogue_grants']) == (
        {'govhall.desk'},
        {'govhall.catalogue'},
    )
    assert out_of_reach('govhall.catalogue', known['case']) and not out_of_reach('govhall.desk', known['case'])
