"""Ports of this machine for servers that start later, outside the range that outgoing connections take theirs from.

A port that was only looked at can be another's a moment later. So it is reserved for as long as this process lives: by
a lock on a file, which other runs on this machine respect, and by a socket that is bound and never listens, which keeps
everybody else away. Our servers may still listen there, because both sides set SO_REUSEADDR.
"""

import fcntl
import os
import random
import socket
import tempfile
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local.errors import StartFailed

HOST = '127.0.0.1'
RANGE = range(20_000, 32_000)
TRIES = 200
OUTGOING = Path('/proc/sys/net/ipv4/ip_local_port_range')
CLAIMS = Path(tempfile.gettempdir()) / 'govhall-ports'
_held: dict[int, tuple[int, socket.socket]] = {}


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections on `port` of the loopback address."""
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def answers_http(port: int, path: str = '/') -> bool:
    """Whether a web server on `port` says yes to a request: its workers have loaded the program then."""
    line = HTTPConnection(HOST, port, timeout=10)
    try:
        line.request('GET', path)
        return line.getresponse().status < HTTPStatus.BAD_REQUEST
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


def free_port() -> int:
    """A port that nothing listens on and nobody else gets while this process lives; raises `StartFailed` if none is."""
    outgoing = _outgoing()
    wanted = [port for port in RANGE if port not in outgoing]
    for port in random.sample(wanted, min(TRIES, len(wanted))):
        if _reserve(port):
            return port
    raise StartFailed(f'no free port between {RANGE.start} and {RANGE.stop}')


def remembered_port(file: Path) -> int:
    """The port written in `file` when it is still free, else a new one, written there.

    A second run on the same folder so keeps its addresses. Who has the folder has the port: a process that was told of
    it by another one takes it over though that one holds it.
    """
    if file.exists() and is_free(port := int(file.read_text())):
        _reserve(port)
        return port
    port = free_port()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(port))
    return port


def _reserve(port: int) -> bool:
    """Hold the port for this process; False if it is held already, here or elsewhere, or something listens there."""
    if port in _held:
        return False
    lock = _claim(port)
    if lock is None:
        return False
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        place.bind((HOST, port))
    except OSError:
        place.close()
        os.close(lock)
        return False
    _held[port] = lock, place
    return True


def _claim(port: int) -> int | None:
    """The lock of this port, which the kernel lets go when the process ends, however it ends."""
    CLAIMS.mkdir(mode=0o777, parents=True, exist_ok=True)
    try:
        lock = os.open(CLAIMS / str(port), os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        return None  # of another account
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _outgoing() -> range:
    """Where the kernel takes ports for connections from; nothing where it does not say so."""
    if not OUTGOING.exists():
        return range(0)
    first, last = map(int, OUTGOING.read_text().split())
    return range(first, last + 1)
