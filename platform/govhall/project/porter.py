"""gunicorn's worker that gives a request to a thread only when all of it is there (ADR 48).

The main loop reads heads and bodies of all connections at once, into memory. So a visitor who sends a body a byte a
second, or half a head, or never reads the answer, takes a socket and no thread: the counters do not notice. What takes
too long is answered 408; where connections or memory run short, what holds most for longest goes first.
"""

import errno
import socket
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from io import BytesIO
from selectors import EVENT_READ
from time import monotonic
from typing import Any, ClassVar

from django.conf import settings
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker

from govhall.project.incoming_request import HEAD_SECONDS, ArrivingRequest, RequestStep

CHUNK = 64 * 1024
MEBI = 2**20
MOST_MEMORY = 256 * MEBI  # of all requests that a worker waits for
ANSWER_BYTES = MEBI  # of an answer the kernel keeps for a slow reader, as far as net.core.wmem_max lets it
SEND_SECONDS = 30.0  # for a visitor to take the whole of a longer one
LINGER_SECONDS = 2.0  # after an answer, for the visitor to close first
LOOK_SECONDS = 0.5
CONTINUE = b'HTTP/1.1 100 Continue\r\n\r\n'
PASSING = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class ReceivedRequest:
    """What has come of a request, read like a socket that then ends."""

    def __init__(self, data: bytes) -> None:
        self._data = BytesIO(data)

    def recv(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        return self._data.read(size)


class Visitor(TConn):
    """A connection: what came after the request that is at work, and whether it ends with the answer."""

    rest = b''
    ends = False


class Porter(ThreadWorker):
    """Lets requests in when they are whole."""

    ANSWERS: ClassVar = {
        RequestStep.NO_LENGTH: b'411 Length Required',
        RequestStep.HEAD_TOO_LONG: b'431 Request Header Fields Too Large',
        RequestStep.WAIT: b'408 Request Timeout',
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[Visitor, ArrivingRequest] = {}
        self.leaving: dict[Visitor, float] = {}
        self._looked = 0.0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """TLS ends at the proxy."""
        if cfg.is_ssl:
            raise RuntimeError('TLS ends at the proxy: this worker serves plain HTTP on loopback.')

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection in; it has to say something first."""
        try:
            line, address = listener.accept()
        except OSError as error:
            if error.errno in PASSING:
                return
            raise
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ANSWER_BYTES)
        self.nr_conns += 1
        self._await(Visitor(self.cfg, line, address, listener.getsockname()), HEAD_SECONDS)

    def finish_request(self, conn: Visitor, fs: 'Future[Any]') -> None:
        """After the answer: wait for the next request, or part."""
        goes_on = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        if goes_on and self.alive and not conn.ends:
            self._await(conn, self.cfg.keepalive, conn.rest)
        else:
            self._part(conn)

    def handle_request(self, req: Any, conn: Visitor) -> bool:
        """Run in a thread: a visitor who does not read the answer is left after a while."""
        conn.sock.settimeout(SEND_SECONDS)
        try:
            return bool(super().handle_request(req, conn))
        except TimeoutError:
            return False

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Called by the loop again and again."""
        super().wait_for_and_dispatch_events(min(timeout, LOOK_SECONDS))
        if (now := monotonic()) - self._looked >= LOOK_SECONDS:
            self._looked = now
            self._look(now)

    def _await(self, conn: Visitor, patience: float, came: bytes = b'') -> None:
        conn.rest = b''
        conn.sock.setblocking(False)
        one = self.arriving[conn] = ArrivingRequest(
            monotonic(), patience=patience, most=settings.UPLOAD_MEGABYTES * MEBI
        )
        self.poller.register(conn.sock, EVENT_READ, partial(self._read, conn))
        if came:
            self._took(conn, one, came)

    def _read(self, conn: Visitor, line: socket.socket) -> None:
        try:
            chunk = line.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            chunk = b''
        if chunk:
            self._took(conn, self.arriving[conn], chunk)
        else:
            self._leave(conn)
            self._close(conn)

    def _took(self, conn: Visitor, one: ArrivingRequest, chunk: bytes) -> None:
        step = one.take(chunk, monotonic())
        if step is RequestStep.WAIT:
            if one.expects:
                one.expects = False
                with suppress(OSError):
                    conn.sock.send(CONTINUE)
        elif step in self.ANSWERS:
            self._refuse(conn, step)
        else:
            self._let_in(conn, one)

    def _let_in(self, conn: Visitor, one: ArrivingRequest) -> None:
        self._leave(conn)
        request, conn.rest = one.split()
        conn.ends = one.step is RequestStep.TOO_LONG  # its body must not be taken for another request
        conn.init()
        conn.parser.unreader = SocketUnreader(ReceivedRequest(request))
        conn.data_ready = True
        self.enqueue_req(conn)

    def _refuse(self, conn: Visitor, step: RequestStep) -> None:
        self._leave(conn)
        with suppress(OSError):
            conn.sock.send(b'HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n' % self.ANSWERS[step])
        self._part(conn)

    def _part(self, conn: Visitor) -> None:
        """Say goodbye and let the visitor close first, so that the end of the answer is not cut off."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError):
            self._close(conn)
        else:
            self.leaving[conn] = monotonic() + LINGER_SECONDS

    def _drain(self, conn: Visitor, line: socket.socket) -> None:
        try:
            came = line.recv(CHUNK)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            came = b''
        if not came:
            self._gone(conn)

    def _look(self, now: float) -> None:
        for conn, until in list(self.leaving.items()):
            if until <= now:
                self._gone(conn)
        late = [pair for pair in self.arriving.items() if pair[1].until() <= now or not (self.alive or pair[1].data)]
        for conn, request in late:
            self._end(conn, request)
        crowd = self._over(now)
        for conn, person in crowd:
            self._end(conn, person)
        if crowd:
            self.log.warning('No room for all who are sending: %d answered 408.', len(crowd))

    def _over(self, now: float) -> list[tuple[Visitor, ArrivingRequest]]:
        """What has to go because there is no room: the heaviest for memory, the oldest for connections."""
        found = []
        held = sum(len(request.data) for request in self.arriving.values())
        weight: Callable[[tuple[Visitor, ArrivingRequest]], float] = lambda pair: -pair[1].weight(now)  # noqa: E731
        for conn, request in sorted(self.arriving.items(), key=weight) if held > MOST_MEMORY else ():
            found.append((conn, request))
            held -= len(request.data)
            if held <= MOST_MEMORY:
                break
        if self.nr_conns >= self.worker_connections:
            oldest = sorted(self.arriving.items(), key=lambda pair: pair[1].began)
            found += [pair for pair in oldest[: self.worker_connections // 4] if pair not in found]
        return found

    def _end(self, conn: Visitor, one: ArrivingRequest) -> None:
        if one.data:
            self._refuse(conn, RequestStep.WAIT)
        else:
            self._leave(conn)
            self._close(conn)

    def _leave(self, conn: Visitor) -> None:
        del self.arriving[conn]
        self.poller.unregister(conn.sock)

    def _gone(self, conn: Visitor) -> None:
        del self.leaving[conn]
        self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: Visitor) -> None:
        self.nr_conns -= 1
        conn.close()
