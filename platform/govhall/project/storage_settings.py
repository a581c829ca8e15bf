"""Whether the storages of the settings can be had and are guarded; they are built, and none is contacted."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from govhall.project.strength import host_of, is_here, is_strong

OF_THE_CELL = {'materials': 'MATERIAL', 'archives': 'ARCHIVE', 'papers': 'PAPER'}
Storages = Mapping[str, Mapping[str, Any]]


def needed(storages: Storages) -> Iterator[tuple[str, bool]]:
    """In every mode: the class is there and takes its options."""
    for name, storage in _of_the_cell(storages):
        there = _can_import(storage['BACKEND'])
        yield f'Set GOVHALL_{name}_STORAGE to the dotted name of a storage class that can be imported.', there
        yield (
            f'Set GOVHALL_{name}_OPTIONS to options that this storage class knows, with values that it takes; '
            'see handbook/install.md, "Object storage (S3)".',
            not there or _can_build(storage),
        )


def strict(storages: Storages, *, plaintext: bool) -> Iterator[tuple[str, bool]]:
    """In production: TLS that looks at the certificate, and a secret that can't be guessed."""
    for name, storage in _of_the_cell(storages):
        options = storage.get('OPTIONS') or {}
        yield (
            f'GOVHALL_{name}_OPTIONS must name an endpoint_url with https:// and leave "verify" and "use_ssl" on; '
            'GOVHALL_STORAGE_PLAINTEXT=on goes without, where another layer encrypts the network.',
            plaintext or _is_encrypted(options),
        )
        yield (
            f'GOVHALL_{name}_OPTIONS needs a secret_key of at least 16 random characters.',
            not options.keys() & {'access_key', 'secret_key'} or is_strong(str(options.get('secret_key') or '')),
        )


def _of_the_cell(storages: Storages) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, storages[alias]) for alias, name in OF_THE_CELL.items() if alias in storages)


def _is_encrypted(options: Mapping[str, Any]) -> bool:
    address = str(options.get('endpoint_url') or '')  # without one the library asks the maker's own, by https
    if address and is_here(host_of(address) or address):
        return True
    looks = options.get('verify') in (None, True) or bool(isinstance(options.get('verify'), str) and options['verify'])
    return looks and options.get('use_ssl', True) is True and (not address or address.startswith('https://'))


def _can_import(dotted: str) -> bool:
    module, _, name = dotted.rpartition('.')
    try:
        return bool(module) and hasattr(import_module(module), name)
    except ImportError:
        return False


def _can_build(storage: Mapping[str, Any]) -> bool:
    module, _, name = storage['BACKEND'].rpartition('.')
    try:
        getattr(import_module(module), name)(**storage.get('OPTIONS') or {})
    except Exception:  # noqa: BLE001 - whatever a class says to options that it does not take
        return False
    return True
