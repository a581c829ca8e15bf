"""What our own signature (`documents/cms.py`) is worth: a seal with it and with pyHanko's alone, in one process."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from unittest.mock import patch

from tests.load.place import Place

SEALS = 60
ORGAN, NAME = '115119212939259620', '通江县林业局'


class SealsNotMade(Exception):
    """The process that seals ended before all were made."""


@dataclass(frozen=True)
class Seals:
    """Milliseconds of processor time of one seal, and of one by the library alone."""

    own: float
    library: float


def measure_seals(place: Place) -> Seals:
    """Seal one file many times, in both ways."""
    done: subprocess.Popen[str] = place.inside('tests.load.seals')
    out, _ = done.communicate(timeout=300)
    if done.returncode:
        raise SealsNotMade(f'status {done.returncode}')
    return Seals(**json.loads(out.splitlines()[-1]))


def main() -> None:
    """Seal in both ways; the first seals, which open the key, are not counted."""
    # Django is ready only now.
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415

    from govhall.documents.cms import RepeatingSigner  # noqa: PLC0415
    from govhall.documents.keystore import Keystore  # noqa: PLC0415
    from govhall.documents.rules.wording import compose  # noqa: PLC0415
    from govhall.documents.sealing import seal  # noqa: PLC0415
    from govhall.documents.typesetting import typeset  # noqa: PLC0415
    from tests.unit.documents.test_papers import facts  # noqa: PLC0415

    at = datetime(2026, 11, 4, 4, tzinfo=UTC)
    data = typeset(compose(facts('A1')), proof='TJNS0001ABCDEFGHJKMNPQRS', address='https://zw.example.cn/', at=at)
    with tempfile.TemporaryDirectory() as folder:
        key = Keystore(Path(folder), master_key='a-master-key-for-a-bench', makes_missing=True).key(ORGAN, name=NAME)

        def milliseconds() -> float:
            for number in range(SEALS + 2):
                if number == 2:
                    began = process_time()
                seal(data, key=key, organ=NAME, number=f'第{number:06}号')
            return (process_time() - began) / SEALS * 1e3

        own = milliseconds()
        with patch.object(RepeatingSigner, 'async_sign', SimpleSigner.async_sign):
            library = milliseconds()
    sys.stdout.write(json.dumps({'own': own, 'library': library}) + '\n')
