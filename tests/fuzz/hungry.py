"""What asks for the most memory at each door; run as a program it eats one of them and says how much that took.

A process of its own, so that nothing else is counted: `python -m tests.fuzz.hungry DOOR` prints mebibytes.
"""

# ruff: noqa: PLC0415 - a door imports what it needs: this module is also imported where nothing is eaten

import io
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

from tests.fuzz import hostile

MEBI = 2**20


def at_most() -> int:
    """The most that this process has held so far, in mebibytes."""
    # Not `ru_maxrss`: a child inherits its parent's over fork and exec.
    held = re.search(r'^VmHWM:\s+(\d+) kB$', Path('/proc/self/status').read_text(encoding='ascii'), re.M)
    assert held
    return int(held[1]) // 1024


def record() -> None:
    """A record as large as a broker takes, under every type of message, with as many headers as fit."""
    from federation.contracts.base import decode, registered
    from federation.contracts.envelope import Envelope
    from govhall.kernel.errors import Broken

    bodies = [b'[' * MEBI, b'{"a":' * (MEBI // 5), b'[' + b'[],' * (MEBI // 3) + b'1]', b'"' + b'x' * MEBI + b'"']
    bodies += [b'\xdd\xff\xff\xff\xff', b'\xdf\xff\xff\xff\xff' + b'\xc0' * 1000, b'\x91' * MEBI]
    for name in registered():
        for body in bodies:
            with suppress(Broken):
                decode(name, body)
    with suppress(Broken):
        Envelope.from_headers([(f'ce_{n}', b'x') for n in range(MEBI // 8)])


def upload() -> None:
    """The largest files that a form may bring."""
    from govhall.files.rules.materials import checked_type
    from govhall.kernel.errors import Refused

    size = 60 * MEBI
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, 'w') as file:
        for number in range(60_000):
            file.writestr(f'word/{number}', b'')
    pdf = b'%PDF-1.7\n' + b'/Encrypt 1 ' * (size // 11) + b'\n%%EOF'
    for content in (
        pdf,
        b'\xff\xd8\xff' + b'\xff\xe0\x00\x02' * (size // 4),
        parts.getvalue(),
        b'PK\3\4' * (size // 4),
    ):
        with suppress(Refused):
            checked_type(content, most_megabytes=100)


SCHEMA = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
Chunks = Iterable[bytes]


def _sheet(rows: int, row: bytes) -> Chunks:
    """A sheet of equal rows, never whole in memory."""
    yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    yield from repeat(b'<row>' + row + b'</row>', rows)
    yield b'</sheetData></worksheet>'


def workbooks() -> Iterator[bytes]:
    """Small files that become large ones when somebody reads their cells."""
    shared = f'<sst><si><t>{"x" * 32_000}</t></si></sst>'.encode()
    far = _far()
    yield _book({'xl/sharedStrings.xml': [shared]}, _sheet(20_000, b'<c t="s"><v>0</v></c>' * 90))
    yield _book({}, _sheet(20_000, b'<c t="e"><v>#REF!</v></c>' * 80))
    yield _book({}, *[far] * 400)
    yield _book({}, repeat(b'<a>' * 1000, 10_000))
    yield hostile.bomb('xl/workbook.xml', 59)
    yield _book({'xl/theme.xml': repeat(bytes(MEBI), 500)}, far, way=zipfile.ZIP_BZIP2)
    yield _book({'xl/theme.xml': repeat(bytes(MEBI), 55)}, far)


def large_workbooks() -> Iterator[bytes]:
    """The same, as far as they are read."""
    yield _book({}, _sheet(20_000, b'<c><v>1</v></c>' * 99))
    text = f'😀{"x" * 2900}'.encode()
    yield _book({}, _sheet(19_999, b'<c t="inlineStr"><is><t>' + text + b'</t></is></c>'))


def _far() -> list[bytes]:
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return [head, b'<row r="20000"><c r="CV20000"><v>1</v></c></row></sheetData></worksheet>']


def _book(more: dict[str, Chunks], *sheets: Chunks, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    names = range(1, len(sheets) + 1)
    listed = ''.join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in names)
    related = ''.join(
        f'<Relationship Id="r{n}" Type="{SCHEMA}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in names
    )
    parts: dict[str, Chunks] = {
        '[Content_Types].xml': [b'<Types/>'],
        'xl/workbook.xml': [f'<workbook xmlns:r="{SCHEMA}"><sheets>{listed}</sheets></workbook>'.encode()],
        'xl/_rels/workbook.xml.rels': [f'<Relationships>{related}</Relationships>'.encode()],
        **more,
        **{f'xl/worksheets/sheet{number}.xml': sheet for number, sheet in enumerate(sheets, start=1)},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, 'w', way, compresslevel=9) as file:
        for name, chunks in parts.items():
            with file.open(name, 'w') as part:
                for chunk in chunks:
                    part.write(chunk)
    return made.getvalue()


def xlsx() -> None:
    """Each workbook in turn."""
    _read(workbooks())


def large_xlsx() -> None:
    """Each large workbook in turn."""
    _read(large_workbooks())


def _read(contents: Iterator[bytes]) -> None:
    from govhall.catalogue.exchange.people import read_people
    from govhall.kernel.errors import Refused

    for content in contents:
        with suppress(Refused):
            read_people(content)


def lists() -> None:
    """Lists as large as they may be, of whatever takes the most."""
    from govhall.doors.lists import UnreadableList, read_list

    few = 1_999_000
    for content in (
        b'[' + b'{},' * (few // 2) + b'1]',
        b'[' + b'1e9,' * few + b'1]',
        ('["' + '😀' + 'x' * (31 * MEBI) + '"]').encode(),
        ('[' + f'"😀{"x" * 900}\u200b",' * 1_000 + '1]').encode(),
        b'{' + b','.join(b'"%d":1' % n for n in range(few)) + b'}',
        b'[' * (32 * MEBI),
    ):
        with suppress(UnreadableList):
            read_list(content)


def query() -> None:
    """A query as long as a body may be, and variables of whatever takes the most."""
    from django.conf import settings
    from django.test import RequestFactory

    from govhall.api.limits import read_document
    from govhall.api.view import HallGraphQLView

    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 200
    view = HallGraphQLView(schema=None)
    for variables in ('[' + '{},' * (size // 3 - 9) + '1]', '"' + '😀' * (size // 12) + '"', '[' * (size // 2)):
        body = '{"query": "{a}", "variables": {"a": ' + variables + '}}'
        with suppress(Exception):
            view.get_graphql_params(None, view.parse_body(_posted(RequestFactory(), body)))  # type: ignore[arg-type]
    for text in ('{a' * (size // 2), '{' + 'a ' * (size // 2), '[' * size, '"' * size, '#' * size):
        with suppress(Exception):
            read_document(text)


def _posted(factory: object, body: str) -> object:
    return factory.post('/', body, content_type='application/json')  # type: ignore[attr-defined]


def form() -> None:
    """A form with as much of everything as a page with files takes; it comes from a file, as from a socket."""
    from django.conf import settings
    from django.core.exceptions import BadRequest, SuspiciousOperation
    from django.core.handlers.wsgi import WSGIRequest
    from django.http.multipartparser import MultiPartParserError

    for parts, kind in _forms(settings.UPLOAD_MEGABYTES * MEBI - 8192):
        with tempfile.TemporaryFile() as sent:
            for part in parts:
                sent.write(part)
            length = sent.tell()
            sent.seek(0)
            asked = {'REQUEST_METHOD': 'POST', 'CONTENT_TYPE': kind, 'CONTENT_LENGTH': str(length), 'wsgi.input': sent}
            request = WSGIRequest(asked)
            with suppress(BadRequest, SuspiciousOperation, MultiPartParserError):
                assert len(request.POST) + len(request.FILES)


BETWEEN = b'--between\r\n'
MULTIPART = 'multipart/form-data; boundary=between'


def _forms(most: int) -> Iterator[tuple[Iterable[bytes], str]]:
    """Forms of so many bytes, one at a time, each in parts."""
    yield [_head('file', 'a'), *repeat(bytes(MEBI), most // MEBI), b'\r\n--between--'], MULTIPART
    files = (part for n in range(90) for part in (_head(f'f{n}', 'a'), bytes(most // 100), b'\r\n'))
    yield chain(files, [b'--between--']), MULTIPART
    yield [_head('a', ''), *repeat(b'x' * MEBI, most // MEBI), b'\r\n--between--'], MULTIPART
    yield repeat(b'a&' * (MEBI // 2), most // MEBI), 'application/x-www-form-urlencoded'
    body, kind = hostile.BROKEN['many fields']
    yield [body], kind


def _head(name: str, file: str) -> bytes:
    called = f'; filename="{file}"' if file else ''
    return BETWEEN + f'Content-Disposition: form-data; name="{name}"{called}\r\n\r\n'.encode()


DOORS: dict[str, Callable[[], None]] = {
    'record': record, 'upload': upload, 'xlsx': xlsx, 'large_xlsx': large_xlsx, 'lists': lists, 'query': query,
    'form': form,
}  # fmt: skip


def main() -> None:
    """Eat what comes through the door that is named."""
    import django

    django.setup()
    before = at_most()
    DOORS[sys.argv[1]]()
    print(before, at_most())


if __name__ == '__main__':
    main()
