"""The golden corpus: bytes of messages as they were sent, by type. `python -m tests.contract.corpus` adds what is new.

Each file is one body, unsealed, exactly as it went into the seal; its folder is the type. Files are only ever added:
what one release has sent, every later one must read. `headers.json` beside them is an envelope of that time.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from federation.contracts.base import encode, registered
from federation.contracts.envelope import Envelope, Headers
from federation.contracts.export import schemas
from govhall.kernel.chain import GENESIS
from tests.contract.samples import UID, sample

FOLDER = Path(__file__).parent / 'corpus'
TIME = datetime.fromisoformat('2026-11-25T09:30:00+08:00')


class Stored(NamedTuple):
    """One body as it was sent."""

    type_name: str
    name: str
    body: bytes


def stored() -> Iterator[Stored]:
    """Everything in the corpus."""
    for path in sorted(FOLDER.glob('*/*.body')):
        yield Stored(path.parent.name, path.stem, path.read_bytes())


def headers() -> Iterator[tuple[str, Headers]]:
    """The envelopes in the corpus, by type."""
    for path in sorted(FOLDER.glob('*/headers.json')):
        pairs = json.loads(path.read_text(encoding='utf-8'))
        yield path.parent.name, [(name, text.encode()) for name, text in pairs]


def add_missing(folder: Path = FOLDER) -> list[Path]:
    """Write bodies that are not there yet and return their files; a file that exists is never touched."""
    added = []
    for type_name in schemas():
        place = folder / type_name
        place.mkdir(parents=True, exist_ok=True)
        for kind, full in (('full', True), ('least', False)):
            body = encode(sample(registered()[type_name], full=full))
            file = place / f'{kind}-{sha256(body).hexdigest()[:12]}.body'
            if not file.exists():
                file.write_bytes(body)
                added.append(file)
        if not (place / 'headers.json').exists():
            pairs = [[name, raw.decode()] for name, raw in _envelope(type_name).to_headers()]
            (place / 'headers.json').write_text('[\n' + ',\n'.join(map(json.dumps, pairs)) + '\n]\n', encoding='utf-8')
            added.append(place / 'headers.json')
    return added


def _envelope(type_name: str) -> Envelope:
    return Envelope(
        id=UUID(UID),
        type=type_name,
        source='TJFY0001',
        recipient='TJXZ0001',
        subject=UUID(UID),
        sequence=1,
        previous=GENESIS,
        time=TIME,
        request_hash='ab' * 32,
        traceparent='00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    )


if __name__ == '__main__':
    print(f'{len(add_missing())} files added')
