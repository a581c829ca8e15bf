"""Small files of each type that a hall takes, and the storage of a test."""

import io
import zipfile
from pathlib import Path
from typing import Any

PDF = b'%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'
JPEG = b'\xff\xd8\xff\xe0\0\x10JFIF' + bytes(10) + b'\xff\xda\0\x08' + bytes(40) + b'\xff\xd9'
PNG = b'\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR' + bytes(17) + b'\0\0\0\0IEND\xaeB`\x82'


def archive(*parts: str) -> bytes:
    """A ZIP archive with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, 'w') as file:
        for part in parts:
            file.writestr(part, 'x')
    return made.getvalue()


OFD, DOCX, XLSX = archive('OFD.xml', 'Doc_0/Document.xml'), archive('word/document.xml'), archive('xl/workbook.xml')


def scan(size: int, seed: str = '') -> bytes:
    """A PDF of about so many bytes that no other seed gives."""
    return PDF[:-6] + (seed.encode() + bytes(range(256)) * (size // 256 + 1))[:size] + b'%%EOF\n'


def keep_in(settings: Any, folder: Path) -> None:
    """Let materials lie in this folder for the rest of the test."""
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(folder)}}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
