"""Where the data of a run lies, and which account may hold it."""

import hashlib
import os
import pwd
import shutil
from pathlib import Path
from typing import NamedTuple

from deploy.local.errors import StartFailed

SHARED = Path('/var/tmp')  # noqa: S108 - survives a reboot and can be reached by every account
UNPRIVILEGED = 'nobody'


class Account(NamedTuple):
    """A user of this machine by name and numbers."""

    name: str
    user: int
    group: int


def server_account() -> Account | None:
    """The account for servers that refuse to run as root: None when the caller is not root."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def place_of(folder: Path) -> Path:
    """Return the folder where another account may keep the data of `folder`; made if missing.

    Root's home is closed to others, so as root it lies outside, named by a hash of `folder`; otherwise it is `folder`
    itself. Raises `StartFailed` when someone else has taken that name.
    """
    if os.geteuid() != 0:
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    outside = outside_of(folder)
    outside.mkdir(mode=0o755, exist_ok=True)
    if outside.is_symlink() or outside.stat().st_uid != 0:
        raise StartFailed(f'{outside} belongs to someone else: remove it and start again')
    outside.chmod(0o755)
    return outside


def outside_of(folder: Path) -> Path:
    """The name of the place outside the home that belongs to `folder`."""
    return SHARED / f'govhall-{hashlib.sha256(bytes(folder.resolve())).hexdigest()[:12]}'


def discard(folder: Path) -> None:
    """Delete `folder` and the place that belongs to it."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.rmtree(outside_of(folder), ignore_errors=True)
