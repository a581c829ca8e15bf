"""The forms of the seed: real ones, each with fields of its own, and a filled sample that passes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from federation.contracts.forms import MatterForm
from govhall.catalogue.services.catalogue_file import CatalogueFile, check
from govhall.catalogue.services.form_files import form_file, with_forms
from govhall.forms.answers import facts_of, judge_form
from govhall.forms.definition import AnswerKind, check_form

SEED = Path(__file__).parents[3] / 'deploy' / 'seed'
FILES = sorted((SEED / 'forms').glob('*.json'))


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding='utf-8'))


def form_of(file: Path) -> MatterForm:
    found = form_file(read(file))
    return MatterForm(source=found.source, fields=found.fields)


@pytest.mark.parametrize('file', FILES, ids=lambda file: file.stem)
def test_a_form_has_eight_typed_fields_and_a_condition_or_rows(file: Path) -> None:
    form = form_of(file)
    check_form(form)
    assert '《' in form.source
    assert sum(one.kind != AnswerKind.TEXT for one in form.fields) >= 8
    assert any(one.shown_if or one.kind == AnswerKind.ROWS for one in form.fields)


@pytest.mark.parametrize('file', FILES, ids=lambda file: file.stem)
def test_some_answer_is_read_by_a_grant_and_stands_in_a_paper(file: Path) -> None:
    form, sample = form_of(file), form_file(read(file)).sample
    assert facts_of(form, sample) or any(one.printed for one in form.fields)
    assert any(one.printed and one.name in sample for one in form.fields)


@pytest.mark.parametrize('file', FILES, ids=lambda file: file.stem)
def test_the_filled_sample_passes(file: Path) -> None:
    judged = judge_form(form_of(file), form_file(read(file)).sample, today=date(2026, 12, 1))
    assert judged.faults == {}


def test_no_two_forms_have_the_same_fields() -> None:
    named = [frozenset(one.name for one in form_of(file).fields) for file in FILES]
    assert len(FILES) >= 15
    assert len(set(named)) == len(named)


def test_the_catalogue_with_its_forms_keeps_every_rule() -> None:
    catalogue = with_forms(read(SEED / 'catalogue.json'), [form_file(read(file)) for file in FILES])
    whole = msgspec.convert(catalogue, CatalogueFile)
    check(whole)
    assert sum(one.form is not None for one in whole.matters) == len(FILES)
