"""What may be sent, by mistake or on purpose: texts, JSON, files, and forms around them."""

import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from hypothesis import strategies as st

from tests.builders.files import DOCX, JPEG, OFD, PDF, PNG

Form = tuple[bytes, str]  # a body and its type
SCRIPT = '<script>alert(7)</script>'
LONG = 'x' * 100_000
TEXTS: tuple[str, ...] = (
    '', ' ', '\x00', '张\x00三', '\ud800', '\udfff张', '\ufffd', '\ufeff', '\u200b', '\u202e123\u202c', '\u3164',
    LONG, '张' * 5000, '0', '-1', '+1', '1.5', '1e999', 'nan', 'inf', '9' * 5000, '9223372036854775808', '2147483648',
    '０１２３', '²', '٣', '一', '½', '1_000', '0x10', ' 12 ', '👨‍👩‍👧', '\U000e0041', 'שלום', 'ཀི', '𠆩',
    "'; DROP TABLE x; --", '%s%d%n', '{0}{x.__class__}', '{{ 7|add:7 }}', SCRIPT, '"><img src=x>', '#import "/etc"',
    '$x$ @a <b> *c*', '\\u0000', '\r\nSet-Cookie: a=b', '../../etc/passwd', 'file:///x', 'true', 'null', '[]', '{}',
    '2026-02-30', '2026-13-01', '0001-01-01', '9999-12-31', '10000-01-01', '-0001-01-01', '２０２６-01-01', '24:00',
    '2026-12-03T25:00', '00000000-0000-0000-0000-000000000000', '{00000000000000000000000000000000}', '=1+1',
)  # fmt: skip
LETTERS = st.sampled_from('\0\a\x1b\n\r\t"\'<>&\\#$%{}/.:-+=@0９²x张\u200b\u202e\ufeff\u0301\ud800\udc00\uffff👩༄𠆩')
texts = st.sampled_from(TEXTS) | st.text(LETTERS, max_size=30) | st.text(max_size=30)
DEEP = json.loads('[' * 60 + ']' * 60)
SCALARS = st.sampled_from(
    [None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**400, 1e308, float('inf'), [], {}, [[]], DEEP]
)
values = st.recursive(
    SCALARS | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def workbook(*sheets: str, rows: int = 2, cell: str = 'x') -> bytes:
    """A small .xlsx as other programs write it."""
    import xlsxwriter  # noqa: PLC0415 - only here

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {'in_memory': True}) as book:
        for sheet in sheets or ('Sheet1',):
            made = book.add_worksheet(sheet)
            for row in range(rows):
                made.write_row(row, 0, [cell] * 5)
    return buffer.getvalue()


def bomb(name: str, megabytes: int = 40) -> bytes:
    """An archive that is small here and large once it is unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, 'w', zipfile.ZIP_DEFLATED) as file:
        file.writestr('[Content_Types].xml', '<Types/>')
        with file.open(name, 'w') as part:
            for _ in range(megabytes):
                part.write(bytes(2**20))
    return made.getvalue()


WORKBOOK = workbook()
GOOD_FILES = (PDF, JPEG, PNG, OFD, DOCX, WORKBOOK, b'{"halls": []}', b'[]', gzip.compress(b'{}' * 500))
BAD_FILES = (
    b'', b'\0', b'%PDF-', b'PK\3\4', b'PK\5\6' + bytes(18), b'\xef\xbb\xbf', b'\xff\xfe{\0}\0', b'[' * 20_000,
    b'9' * 5000, b'{"a":1,"a":2}', '{"名称"'.encode('gbk'), b'NaN', b'"\\ud800"', b'{"x": "\\u0000"}', LONG.encode(),
    bomb('xl/workbook.xml'), bomb('word/document.xml'), b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600),
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>', gzip.compress(b'x' * 10_000)[:20],
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, seeds: Sequence[bytes] = GOOD_FILES) -> bytes:
    """A good file of one kind or another with a few bytes flipped, cut off, doubled or put in."""
    content = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        place, by = draw(st.integers(0, max(0, len(content) - 1))), draw(st.integers(1, 255))
        match draw(st.sampled_from(['flip', 'cut', 'double', 'put', 'drop'])):
            case 'flip' if content:
                content[place] ^= by
            case 'cut':
                del content[place:]
            case 'double':
                content += content[place : place + 4096]
            case 'put':
                content[place:place] = bytes([by]) * by
            case _:
                del content[place : place + by]
    return bytes(content)


files = spoilt() | st.sampled_from([*BAD_FILES, *GOOD_FILES]) | st.binary(max_size=200)


@st.composite
def spoilt_json(draw: st.DrawFn, seed: Any) -> bytes:
    """A good document with one of its values, anywhere in it, exchanged for another, left out or added to."""
    whole = json.loads(json.dumps(seed))
    for _ in range(draw(st.integers(1, 3))):
        whole = _changed(draw, whole)
    return json.dumps(whole).encode()


def _changed(draw: st.DrawFn, value: Any) -> Any:
    """The value changed at one place."""
    if value and isinstance(value, dict | list) and draw(st.integers(0, 5)):
        keys: list[Any] = sorted(value) if isinstance(value, dict) else list(range(len(value)))
        key = draw(st.sampled_from(keys))
        if draw(st.integers(0, 9)) == 0:
            return {k: v for k, v in value.items() if k != key} if isinstance(value, dict) else value[:key]
        changed = _changed(draw, value[key])
        if isinstance(value, dict):
            return value | {key: changed}
        return [*value[:key], changed, *value[key + 1 :]]
    return draw(values)


def urlencoded(fields: Sequence[tuple[str, str]]) -> Form:
    """The fields as a browser sends them, also those with characters that are none."""
    told = ['='.join(quote(one.encode('utf-8', 'surrogatepass'), safe='') for one in pair) for pair in fields]
    return '&'.join(told).encode(), 'application/x-www-form-urlencoded'


def multipart(fields: Sequence[tuple[str, str]], sent: Sequence[tuple[str, str, bytes]]) -> Form:
    """Fields and files (field, name, content) as a browser sends them."""
    mark, made = uuid4().hex, bytearray()
    for name, value in fields:
        made += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode('utf-8', 'surrogatepass')
        made += value.encode('utf-8', 'surrogatepass') + b'\r\n'
    for name, file, content in sent:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
        made += head.encode('utf-8', 'surrogatepass') + content + b'\r\n'
    return bytes(made + f'--{mark}--\r\n'.encode()), f'multipart/form-data; boundary={mark}'


# Requests that are wrong as a whole, whatever the page asks for.
BROKEN: dict[str, Form] = {
    'nothing': (b'', 'application/x-www-form-urlencoded'),
    'no type': (b'a=b', ''),
    'json': (b'{"a": 1}', 'application/json'),
    'xml': (b'<a/>', 'text/xml'),
    'no boundary': (b'--x\r\n', 'multipart/form-data'),
    'odd boundary': (b'--\xff\r\n', 'multipart/form-data; boundary=\xff'.encode('latin-1').decode('latin-1')),
    'no end': (multipart([('a', 'b')], [('file', 'a.pdf', PDF)])[0][:60], 'multipart/form-data; boundary=x'),
    'cut off': (lambda one: (one[0][: len(one[0]) // 2], one[1]))(multipart([], [('file', 'a', PDF * 20)])),
    'many fields': urlencoded([(f'f{n}', '1') for n in range(10_001)]),
    'many files': multipart([], [(f'f{n}', 'a.pdf', b'x') for n in range(150)]),
    'odd charset': (b'a=\xff', 'application/x-www-form-urlencoded; charset=utf-99'),
    'utf-16': ('a=张'.encode('utf-16'), 'application/x-www-form-urlencoded; charset=utf-16'),
    'base64 file': (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b'*\r\n--x--\r\n',
        'multipart/form-data; boundary=x',
    ),
    'odd names': multipart([('\x00', 'x'), ('\ud800', 'y'), ('', 'z')], [('', '', b''), ('file', '\x00', b'x')]),
}
