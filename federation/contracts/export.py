"""JSON Schemas of all messages: `python -m federation.contracts.export` writes them beside this file.

They are what a partner who does not run this product builds against; a test compares them with the classes.
"""

import json
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

import federation.contracts
from federation.contracts.base import Message, registered

FOLDER = Path(__file__).parent / 'schemas'


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


def main() -> None:
    """Write every schema, and remove the files of messages that are gone."""
    FOLDER.mkdir(exist_ok=True)
    wanted = {f'{name}.json': text_of(schema) for name, schema in schemas().items()}
    for path in FOLDER.glob('*.json'):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding='utf-8')
    print(f'{len(wanted)} schemas written')


if __name__ == '__main__':
    main()
