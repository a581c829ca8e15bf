"""The authenticator app on a person's phone: from the secret that a page showed, the code of this half minute."""

import base64
import hashlib
import hmac
import json
import struct
import threading
import time
from pathlib import Path

SECONDS, DIGITS = 30, 6
LOCK = threading.Lock()


def code_of(secret: str, at: float) -> str:
    """The six digits that an app shows at a moment (RFC 6238); the secret may be written in groups."""
    plain = secret.replace(' ', '').upper()
    key = base64.b32decode(plain + '=' * (-len(plain) % 8))
    digest = hmac.new(key, struct.pack('>Q', int(at) // SECONDS), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF
    return f'{number % 10**DIGITS:0{DIGITS}}'


class Phone:
    """Keeps the secrets of everybody's app for one run, readable by its owner only; several players may use it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / 'authenticators.json'

    def keep(self, username: str, secret: str) -> None:
        """What somebody has scanned."""
        with LOCK:
            known = self._read() | {username: secret}
            self.file.touch(mode=0o600)
            self.file.write_text(json.dumps(known, indent=2), encoding='utf-8')

    def codes(self, username: str) -> list[str]:
        """What the app shows now, and in half a minute: each code is good once. Raises KeyError for a stranger."""
        with LOCK:  # another player may be writing
            secret, now = self._read()[username], time.time()
        return [code_of(secret, now), code_of(secret, now + SECONDS)]

    def _read(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads(self.file.read_text(encoding='utf-8')) if self.file.exists() else {}
        return kept
