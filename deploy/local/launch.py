"""Become another program that dies with its parent; run by path with the standard library only, never imported.

Usage: launch.py PARENT SIGNAL USER GROUP PROGRAM ARGUMENTS...; USER 0 keeps the caller's account.

A change of user clears the parent-death signal, so the order is: user, signal, check that the parent still lives, exec.
Done in a process of its own because code run between fork and exec of a threaded program can deadlock.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
PARENT_GONE = 81


def become(parent: int, death_signal: int, user: int, group: int, argv: list[str]) -> None:
    """Change to `user` and `group` (numbers; 0 keeps), tie this process to `parent` and exec `argv`."""
    if user:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), 'prctl(PR_SET_PDEATHSIG)')
    if os.getppid() != parent:  # it died before the signal was set
        sys.exit(PARENT_GONE)
    os.execvp(argv[0], argv)  # noqa: S606 - the argument list is the caller's own


if __name__ == '__main__':
    parent, death_signal, user, group = map(int, sys.argv[1:5])
    become(parent, death_signal, user, group, sys.argv[5:])
