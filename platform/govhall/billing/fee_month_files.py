"""The monthly table of charges as a file for a spreadsheet program."""

import csv
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

from govhall.billing.fee_month import FeeMonthLine, Month
from govhall.billing.receipt_month import ReceiptLine, ReceiptMonth
from govhall.kernel.china import CHINA
from govhall.look.sheets import XLSX

COLUMNS: Sequence[tuple[str, Callable[[FeeMonthLine], object]]] = (
    ('收费单位', lambda line: line.organ),
    ('收费项目', lambda line: line.item),
    ('核定件数', lambda line: line.assessed),
    ('按标准应收（元）', lambda line: line.standard),
    ('减免（元）', lambda line: line.reduced),
    ('收款件数', lambda line: line.collected),
    ('实收（元）', lambda line: line.amount),
    ('退款件数', lambda line: line.refunds),
    ('退款（元）', lambda line: line.refunded),
    ('净收（元）', lambda line: line.net),
    ('本年累计净收（元）', lambda line: line.year),
    ('上年同月净收（元）', lambda line: line.year_ago),
)
HEADINGS = tuple(heading for heading, _ in COLUMNS)
RECEIPT_HEADINGS = ('登记时间', '财政电子票据', '开票或冲红', '金额（元）', '缴款单', '冲红的是哪张票')


def cells(line: FeeMonthLine) -> list[object]:
    """The row under the headings."""
    return [value(line) for _, value in COLUMNS]


def receipt_cells(line: ReceiptLine) -> list[object]:
    """A receipt under its headings."""
    at = line.at.astimezone(CHINA)
    return [f'{at:%Y-%m-%d %H:%M}', line.receipt, line.kind, line.amount, line.order, line.cancels]


def rows(month: Month) -> Iterator[list[object]]:
    """All rows of the table with the sums at the end."""
    yield from (cells(line) for line in [*month.lines, month.total])


def as_csv(title: str, month: Month, receipts: ReceiptMonth) -> bytes:
    """Comma-separated, with the mark by which spreadsheet programs know that it is UTF-8; the receipts stand below."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([title])
    writer.writerow(HEADINGS)
    writer.writerows([_harmless(cell) for cell in row] for row in rows(month))
    writer.writerows([[], RECEIPT_HEADINGS])
    writer.writerows([_harmless(cell) for cell in receipt_cells(line)] for line in receipts.lines)
    return text.getvalue().encode('utf-8-sig')


def as_xlsx(title: str, month: Month, receipts: ReceiptMonth) -> bytes:
    """A workbook: the table, and the receipts; no text of the catalogue ever becomes a formula or a link."""
    content = BytesIO()
    # Amounts become floats of 15 digits here: 9,999,999,999,999.99 is still exact to the cent.
    options = {'in_memory': True, 'strings_to_formulas': False, 'strings_to_urls': False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet('收费月报')
        money, strong = book.add_format({'num_format': '#,##0.00'}), book.add_format({'bold': True})
        sheet.write_string(0, 0, title, strong)
        sheet.write_row(1, 0, HEADINGS, strong)
        for place, row in enumerate(rows(month), start=2):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell, money if isinstance(cell, Decimal) else None)
        sheet.set_column(0, 1, 26)
        sheet.set_column(2, len(HEADINGS) - 1, 16)
        sheet.freeze_panes(2, 2)
        listed = book.add_worksheet('财政电子票据')
        listed.write_row(0, 0, RECEIPT_HEADINGS, strong)
        for place, line in enumerate(receipts.lines, start=1):
            for column, cell in enumerate(receipt_cells(line)):
                listed.write(place, column, cell, money if isinstance(cell, Decimal) else None)
        listed.set_column(0, len(RECEIPT_HEADINGS) - 1, 24)
        listed.freeze_panes(1, 0)
    return content.getvalue()


def _harmless(cell: object) -> object:
    """A text that a spreadsheet program would take for a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in '=+-@\t\r' and cell else cell


FILES: dict[str, tuple[str, Callable[[str, Month, ReceiptMonth], bytes]]] = {
    'csv': ('text/csv; charset=utf-8', as_csv),
    'xlsx': (XLSX, as_xlsx),
}
