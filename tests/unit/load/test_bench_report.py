"""A part of the bench that failed has a row that says so, no figure, and makes the run fail."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from tests.load import __main__ as bench
from tests.load.report import Measured, show, write_json


def fail() -> float:
    """A part that a column too many has broken."""
    raise ValueError('null value in column "provisional"\nDETAIL: ...')


def test_a_part_that_fails_is_noted_without_a_figure_and_the_rest_is_measured(tmp_path: Path) -> None:
    told = io.StringIO()
    console, measured = Console(file=told, width=200), Measured(load_before=0.0)
    measured.raw = bench.said(measured, console, 'raw rows', fail)
    assert (measured.raw, bench.said(measured, console, 'raw road', lambda: 7.0)) == (None, 7.0)
    show(measured, console)
    assert 'FAILED: raw rows' in told.getvalue()
    assert 'null value in column "provisional"' in told.getvalue()
    assert json.loads(write_json(measured, tmp_path).read_text())['failed'].keys() == {'raw rows'}


@pytest.mark.parametrize(('failed', 'status'), [({}, 0), ({'raw rows': 'ValueError'}, 1)])
def test_the_run_ends_with_a_status_that_says_whether_a_part_failed(failed: dict[str, str], status: int) -> None:
    assert bench.status_of(Measured(load_before=0.0, failed=failed)) == status
