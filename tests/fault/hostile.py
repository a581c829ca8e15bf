"""A visitor who means harm, at many addresses of the loopback network: what is sent, and what comes back."""

import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

from deploy.local.ports import HOST

WITHIN = 60.0
FORM = 'application/x-www-form-urlencoded'
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FILE = re.compile(r'name="(file-[^"]+)"')
EDGE = 'edge-of-a-part'


class Address:
    """A browser at one address, without a script."""

    def __init__(self, port: int, address: str) -> None:
        self._port, self._address = port, address
        self._cookie = ''

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """A page; status and text."""
        return self._ask('GET', path, None, headers)

    def post(self, path: str, form: str, typed: dict[str, str]) -> tuple[int, str]:
        """Fill in the form that stands at `form` and send it to `path`."""
        token = self._token(form)[0]
        return self._ask('POST', path, urlencode(typed | token).encode(), {'Content-Type': FORM})

    def upload(self, path: str, typed: dict[str, str], content: bytes) -> int:
        """Send the form of the page with that content for each of its files; the status."""
        token, page = self._token(path)
        head = 'Content-Disposition: form-data; name='
        parts = [f'--{EDGE}\r\n{head}"{name}"\r\n\r\n{value}\r\n' for name, value in (typed | token).items()]
        body = ''.join(parts).encode()
        for place, name in enumerate(sorted(set(FILE.findall(page)))):
            part = f'--{EDGE}\r\n{head}"{name}"; filename="x.pdf"\r\n'
            body += f'{part}Content-Type: application/pdf\r\n\r\n'.encode() + content + b'%d\n%%%%EOF\n\r\n' % place
        body += f'--{EDGE}--\r\n'.encode()
        return self._ask('POST', path, body, {'Content-Type': f'multipart/form-data; boundary={EDGE}'})[0]

    def _token(self, path: str) -> tuple[dict[str, str], str]:
        page = self.get(path)[1]
        found = TOKEN.search(page)
        assert found, page[:300]
        return {'csrfmiddlewaretoken': found[1]}, page

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
        line = HTTPConnection(HOST, self._port, timeout=WITHIN, source_address=(self._address, 0))
        try:
            line.request(method, path, body, headers | {'Cookie': self._cookie})
            answer = line.getresponse()
            self._cookie = (answer.headers.get('Set-Cookie') or self._cookie).partition(';')[0]
            return answer.status, answer.read().decode()
        finally:
            line.close()


@contextmanager
def slow_bodies(port: int, count: int) -> Iterator[None]:
    """So many connections that have begun a form and say no more, and as many that stopped within the head."""
    begun = [
        b'POST /track/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: x\r\nContent-Length: 900000\r\n\r\nnumber=',
        b'GET /track/ HTTP/1.1\r\nHo',
    ]
    with ExitStack() as lines:
        for place in range(2 * count):
            line = lines.enter_context(socket.create_connection((HOST, port), timeout=WITHIN))
            line.sendall(begun[place % 2])
        yield


def guess(port: int, number: str, addresses: range, each: int) -> Counter[int]:
    """Wrong words for one number, so many from each address; how they were answered."""
    found: Counter[int] = Counter()
    for n in addresses:
        browser = Address(port, f'127.1.{n // 250}.{n % 250 + 1}')
        found.update(browser.post('/track/', '/track/', {'number': number, 'word': '222222'})[0] for _ in range(each))
    return found
