"""Secrets of a run, made here and kept in files that only their owner can read."""

import secrets
from pathlib import Path


def write_private(file: Path, text: str) -> Path:
    """Write `text` to `file`, readable by its owner only from the first moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(text)
    return file


def kept_secret(file: Path) -> str:
    """The secret in `file`, made at the first call."""
    if not file.exists():
        write_private(file, new_secret())
    return file.read_text()


def new_secret() -> str:
    """A fresh random secret, safe inside an address."""
    return secrets.token_urlsafe(24)
