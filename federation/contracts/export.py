"""JSON Schemas of all messages and an AsyncAPI document: `python -m federation.contracts.export` writes them here.

They are what a partner who does not run this product builds against; a test compares them with the classes. A change
that would break cells of the release before is not written, unless `--unreleased` says that nobody has the message yet.
"""

import json
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

import federation.contracts
from federation.contracts.asyncapi import document
from federation.contracts.base import Message, registered
from federation.contracts.compatibility import breaking

FOLDER = Path(__file__).parent / 'schemas'
ASYNCAPI = Path(__file__).parent / 'asyncapi.json'


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (2020-12) of every message by type name."""
    for module in pkgutil.iter_modules(federation.contracts.__path__, 'federation.contracts.'):
        if module.name != __name__:
            import_module(module.name)
    own = {name: cls for name, cls in registered().items() if cls.__module__.startswith('federation.contracts.')}
    return {name: {'$id': name, **_form(cls), **msgspec.json.schema(cls)} for name, cls in sorted(own.items())}


def _form(cls: type[Message]) -> dict[str, str]:
    return {'$comment': 'Travels as MessagePack; bytes are not in base64 there.'} if cls.packed else {}


def text_of(schema: dict[str, Any]) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + '\n'


def broken() -> list[str]:
    """What the classes break of the schemas as last written, each with its message; empty when all is well."""
    found = []
    now = schemas()
    for path in sorted(FOLDER.glob('*.json')):
        before = json.loads(path.read_text(encoding='utf-8'))
        reasons = breaking(before, now[path.stem]) if path.stem in now else ['the message is gone']
        found += [f'{path.stem}: {reason}' for reason in reasons]
    return found


def main(arguments: list[str]) -> int:
    """Write every schema and the document, and remove the files of messages that are gone; 1 if that would break."""
    faults = broken()
    if faults and '--unreleased' not in arguments:
        print('nothing written: make a new version (v2) beside the old one', *faults, sep='\n  ')
        return 1
    FOLDER.mkdir(exist_ok=True)
    wanted = {f'{name}.json': text_of(schema) for name, schema in schemas().items()}
    for path in FOLDER.glob('*.json'):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding='utf-8')
    ASYNCAPI.write_text(text_of(document(schemas())), encoding='utf-8')
    print(f'{len(wanted)} schemas written')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
