"""The web's worker on real sockets: who is slow takes no thread, and requests stay what they were."""

import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from deploy.local.child import Child, Program
from deploy.local.ports import HOST, answers_http, free_port
from deploy.local.programs import ROOT

pytestmark = pytest.mark.process
WITHIN = 10.0


@pytest.fixture(scope='module')
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A worker with two threads; the longest body is one mebibyte."""
    folder, port = tmp_path_factory.mktemp('porter'), free_port()
    argv = ['-m', 'gunicorn', 'tests.fault.echo:application', '--bind', f'{HOST}:{port}', '--threads', '2']
    argv += ['--worker-class', 'govhall.project.porter.Porter', '--control-socket', str(folder / 'gunicorn.ctl')]
    child = Child(Program('porter', (sys.executable, *argv), cwd=ROOT), folder)
    child.program = child.program._replace(ready=lambda: answers_http(port))
    child.start().wait_ready()
    yield port
    child.stop()


def connect(port: int, said: bytes) -> socket.socket:
    line = socket.create_connection((HOST, port), timeout=60)
    line.sendall(said)
    return line


def answer(line: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    return b''.join(iter(lambda: line.recv(65536), b''))


def ask(port: int, path: str = '/', body: bytes | None = None) -> tuple[int, bytes]:
    line = HTTPConnection(HOST, port, timeout=WITHIN)
    line.request('POST' if body is not None else 'GET', path, body)
    found = line.getresponse()
    content = found.read()
    line.close()
    return found.status, content


def test_fifty_of_each_kind_of_slow_visitor_take_no_thread(port: int) -> None:
    kinds = [
        b'',
        b'GET / HTTP/1.1\r\nHost',
        b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx',
    ]
    with ExitStack() as slow:
        for said in kinds:
            for _ in range(50):
                slow.enter_context(connect(port, said))
        assert [ask(port, body=b'x' * 5000) for _ in range(20)] == [(200, b'5000')] * 20


def test_visitors_who_do_not_close_after_their_answer_hold_nobody_up(port: int) -> None:
    with ExitStack() as lingering:
        for _ in range(50):
            lingering.enter_context(connect(port, b'GET / HTTP/1.0\r\nHost: x\r\n\r\n'))
        assert [ask(port) for _ in range(10)] == [(200, b'0')] * 10


def test_visitors_who_do_not_read_their_answer_take_no_thread(port: int) -> None:
    with ExitStack() as deaf:
        for _ in range(20):
            line = deaf.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.connect((HOST, port))
            line.sendall(b'GET /150000 HTTP/1.1\r\nHost: x\r\n\r\n')
        assert [ask(port) for _ in range(10)] == [(200, b'0')] * 10


def test_a_head_that_does_not_end_is_answered_408(port: int) -> None:
    with connect(port, b'GET / HTTP/1.1\r\nHost') as line:
        assert answer(line).startswith(b'HTTP/1.1 408 ')


@pytest.mark.parametrize(
    ('said', 'status'),
    [
        (b'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n', b'411'),
        (b'GET / HTTP/1.1\r\nX: ' + b'x' * 70_000, b'431'),
        (b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef', b'400'),
        (b'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5x\r\n\r\nabcdef', b'400'),
        (b'junk\r\n\r\n', b'400'),
    ],
    ids=['chunked', 'long head', 'two lengths', 'no number', 'junk'],
)
def test_what_has_no_length_or_no_head_is_refused(port: int, said: bytes, status: bytes) -> None:
    with connect(port, said) as line:
        assert answer(line).split(b' ')[1] == status


def test_a_body_in_many_parts_is_whole(port: int) -> None:
    body = bytes(range(256)) * 3000
    with connect(
        port, b'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n' % len(body)
    ) as line:
        for part in (b'\r', b'\n', body[:1], body[1:70_000], body[70_000:]):
            line.sendall(part)
        assert answer(line).endswith(b'\r\n\r\n768000')


def test_requests_of_one_connection_are_told_apart(port: int) -> None:
    said = b'GET /3 HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab'
    with connect(port, said) as line:
        line.sendall(b'cGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
        found = answer(line)
    assert [found.count(b'Content-Length: %d\r\n' % length) for length in (3, 1, 2)] == [1, 1, 1]


def test_a_body_over_the_limit_is_not_read_and_never_another_request(port: int) -> None:
    hidden = b'GET /7 HTTP/1.1\r\nHost: x\r\n\r\n'
    head = b'POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n'
    with connect(port, head + hidden) as line:
        found = answer(line)
    assert (found.count(b'HTTP/1.1 200'), b'Content-Length: 7' in found) == (1, False)


def test_who_waits_to_be_told_is_told_to_send(port: int) -> None:
    head = b'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n'
    with connect(port, head) as line:
        assert line.recv(100).startswith(b'HTTP/1.1 100 ')
        line.sendall(b'ab')
        assert answer(line).endswith(b'\r\n\r\n2')
