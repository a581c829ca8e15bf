"""Archived cases as the storage holds them."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from govhall.archive.models import CaseArchive
from govhall.archive.package_store import get

DONE = datetime(2026, 11, 2, 2, tzinfo=UTC)
SCHEMA = 'h_tjns0001'


def contents(archive: CaseArchive) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(get(archive.hash))) as package:
        return {name: package.read(name) for name in package.namelist()}


def stored(folder: Path, archive: CaseArchive) -> Path:
    return folder / SCHEMA / archive.hash[:2] / archive.hash
