"""Free ports of this machine, below the range that outgoing connections take theirs from."""

import random
import socket
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from deploy.local.errors import StartFailed

HOST = '127.0.0.1'
RANGE = range(20_000, 32_000)
TRIES = 200


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
    """A port that nothing listens on; raises `StartFailed` when none is found."""
    for port in random.sample(RANGE, TRIES):
        if is_free(port):
            return port
    raise StartFailed(f'no free port between {RANGE.start} and {RANGE.stop}')


def remembered_port(file: Path) -> int:
    """The port written in `file` when it is still free, else a new one, written there.

    A second run on the same folder so keeps its addresses.
    """
    if file.exists() and is_free(port := int(file.read_text())):
        return port
    port = free_port()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(port))
    return port
