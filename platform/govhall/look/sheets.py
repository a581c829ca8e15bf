"""Lists as Excel files: every cell is text, so that codes keep their digits and nothing is a formula."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
MOST_ROWS = 5_000
CHOICES = '可选内容'
LIKE_A_FORMULA = ('=', '+', '-', '@', '\t', '\r')


def write(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    choices: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """An .xlsx with a header and text cells. What begins like a formula stays text, also when somebody edits it.

    `choices` are the words that a column takes: Excel then offers them in a list.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False, 'strings_to_numbers': False}
    )
    text = book.add_format({'num_format': '@', 'text_wrap': True, 'valign': 'top'})
    guarded = book.add_format({'num_format': '@', 'text_wrap': True, 'valign': 'top', 'quote_prefix': True})
    sheet = book.add_worksheet(title)
    sheet.set_column(0, max(0, len(columns) - 1), 22, text)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, columns, book.add_format({'bold': True, 'num_format': '@'}))
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, value, guarded if value[:1] in LIKE_A_FORMULA else text)
    if choices:
        _offer(book, sheet, columns, choices)
    book.close()
    return buffer.getvalue()


def download(content: bytes, name: str) -> HttpResponse:
    """The answer that hands a file out under this name, and is kept nowhere."""
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers['Content-Disposition'] = content_disposition_header(True, name) or 'attachment'
    answer.headers['Cache-Control'] = 'no-store'
    return answer


def cell_name(row: int, place: int) -> str:
    """The name of a cell in Excel: row 7 and the second column are B7."""
    letters = ''
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord('A') + rest) + letters
    return f'{letters}{row}'


def _offer(book: Any, sheet: Any, columns: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    """The choices of each column on a hidden sheet (a list in the rule itself may have 255 letters only)."""
    hidden = book.add_worksheet(CHOICES)
    hidden.hide()
    for place, (title, words) in enumerate(choices.items()):
        if not words:
            continue
        for row, word in enumerate(words):
            hidden.write_string(row, place, word)
        letters = cell_name(1, place)[:-1]
        sheet.data_validation(
            1,
            columns.index(title),
            MOST_ROWS,
            columns.index(title),
            {
                'validate': 'list',
                'source': f"='{CHOICES}'!${letters}$1:${letters}${len(words)}",
                'error_title': '请从列表里选',
                'error_message': f'“{title}”只能填列表里的内容。',
            },
        )


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a file. The audit keeps it: whoever holds the file can prove that it is what was handed out."""
    return hashlib.sha256(content).hexdigest()
