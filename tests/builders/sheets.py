"""Excel files as a clerk would send them back."""

from io import BytesIO
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook


def rows_of(content: bytes) -> list[list[Any]]:
    """All cells of the first sheet."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def sheet(rows: list[list[Any]]) -> bytes:
    """A file with these cells as Excel would store them: numbers as numbers."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {'in_memory': True, 'strings_to_numbers': False})
    page = book.add_worksheet('表')
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()
