"""What counts as breaking, and that the exporter refuses it."""

import json
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from msgspec import Struct, defstruct

from federation.contracts import export
from federation.contracts.compatibility import breaking


class Part(Struct, kw_only=True):
    """A part of a message."""

    code: str
    count: int = 0
    below: 'Part | None' = None


def schema(*fields: Any) -> dict[str, Any]:
    return msgspec.json.schema(defstruct('Said', fields, kw_only=True))


OLD = schema(('word', str), ('kind', Literal['a', 'b']), ('parts', list[Part], []), ('note', str, ''))


def test_same_message_and_new_optional_fields_break_nothing() -> None:
    assert breaking(OLD, OLD) == []
    more = [('word', str), ('kind', Literal['a', 'b']), ('parts', list[Part], []), ('note', str, ''), ('more', int, 0)]
    assert breaking(OLD, schema(*more)) == []


@pytest.mark.parametrize(
    ('fields', 'reason'),
    [
        ([('kind', Literal['a', 'b']), ('parts', list[Part], []), ('note', str, '')], 'word: the field is gone'),
        (
            [('word', int), ('kind', Literal['a', 'b']), ('parts', list[Part], []), ('note', str, '')],
            'word: type was string, is integer',
        ),
        (
            [('word', str), ('kind', Literal['a', 'b', 'c']), ('parts', list[Part], []), ('note', str, '')],
            'kind: the values that are allowed have changed',
        ),
        (
            [('word', str), ('kind', Literal['a', 'b']), ('parts', list[Part], []), ('note', str)],
            'note: the field is required now',
        ),
        (
            [('word', str | None), ('kind', Literal['a', 'b']), ('parts', list[Part], []), ('note', str, '')],
            'word: what it may be has changed',
        ),
    ],
)
def test_change_that_breaks_is_named(fields: list[Any], reason: str) -> None:
    assert reason in breaking(OLD, schema(*fields))


def test_change_inside_a_part_is_found_also_where_a_part_holds_itself() -> None:
    new = json.loads(json.dumps(OLD))
    del new['$defs']['Part']['properties']['count']
    assert 'parts[].count: the field is gone' in breaking(OLD, new)


def test_released_schemas_are_not_broken_by_the_classes() -> None:
    assert export.broken() == []


def test_exporter_writes_no_change_that_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(export, 'FOLDER', tmp_path)
    monkeypatch.setattr(export, 'ASYNCAPI', tmp_path / 'asyncapi')
    assert export.main([]) == 0
    file = tmp_path / 'case.taken_over.v1.json'
    older = json.loads(file.read_text())
    older['$defs']['TakenOver']['properties']['once'] = {'type': 'string'}
    file.write_text(json.dumps(older))
    assert export.main([]) == 1
    assert 'case.taken_over.v1: once: the field is gone' in capsys.readouterr().out
    assert json.loads(file.read_text()) == older
    assert export.main(['--unreleased']) == 0
    assert export.broken() == []
