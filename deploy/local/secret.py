"""Secrets of a run, made here and kept in files that only their owner can read."""

import base64
import secrets
from collections.abc import Callable
from pathlib import Path


def write_private(file: Path, text: str) -> Path:
    """Write `text` to `file`, readable by its owner only from the first moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(text)
    return file


def kept_secret(file: Path, make: Callable[[], str] | None = None) -> str:
    """The secret in `file`, made at the first call, by `make` if it must have a form of its own."""
    if not file.exists():
        write_private(file, make() if make else new_secret())
    return file.read_text()


def new_secret() -> str:
    """A fresh random secret, safe inside an address."""
    return secrets.token_urlsafe(24)


def new_master_key() -> str:
    """32 random bytes in base64, as a cell needs to seal what it keeps about people."""
    return base64.b64encode(secrets.token_bytes(32)).decode()
