"""Rows as one text."""

from datetime import date
from uuid import UUID

import msgspec

from govhall.kernel.recordset import insertion, octets, replacement, text


def test_rows_become_one_text_in_their_order() -> None:
    rows = [
        {'key': UUID(int=1), 'day': date(2026, 9, 1), 'data': {'of': ['乡', None]}, 'body': octets(b'\x00\xff')},
        {'key': UUID(int=2), 'day': None},
    ]
    assert msgspec.json.decode(text(row for row in rows)) == [
        {'key': str(UUID(int=1)), 'day': '2026-09-01', 'data': {'of': ['乡', None]}, 'body': '\\x00ff'},
        {'key': str(UUID(int=2)), 'day': None},
    ]


def test_statements_take_one_parameter_and_quote_names() -> None:
    assert insertion('deadline', ['hall', 'case']) == (
        'INSERT INTO deadline ("hall", "case") SELECT "hall", "case" '
        'FROM json_populate_recordset(NULL::deadline, %s::json) AS told'
    )
    assert replacement('deadline', 'id', ['case', 'kind']) == (
        'UPDATE deadline AS held SET "case" = told."case", "kind" = told."kind" '
        'FROM json_populate_recordset(NULL::deadline, %s::json) AS told WHERE held."id" = told."id"'
    )
