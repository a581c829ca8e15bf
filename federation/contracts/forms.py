"""The form of a matter (申请表) as data, and what an applicant answered; both travel inside other messages."""

from datetime import date
from typing import Any

from msgspec import Struct


class FormChoice(Struct, frozen=True, kw_only=True):
    """One of the answers that a choice offers."""

    value: str
    label: str


class ShownIf(Struct, frozen=True, kw_only=True):
    """A field is asked only where the answer of another meets this; tests are those of conditions of grants."""

    field: str
    values: list[str]
    test: str = 'one_of'


class FormColumn(Struct, frozen=True, kw_only=True):
    """What is asked at one place of a form; `kind` is one of `govhall.forms.definition.AnswerKind`.

    `at_least` and `at_most` bound numbers, money and days (as text; `today` for a day); `longest` is the number of
    characters of a text or of rows in a list. `decimals` are those of a number; `unit` stands behind it.
    """

    name: str
    kind: str
    label: str
    help: str = ''
    required: bool = False
    unit: str = ''
    decimals: int = 0
    at_least: str = ''
    at_most: str = ''
    longest: int = 0
    choices: list[FormChoice] = []


class FormField(FormColumn, frozen=True, kw_only=True):
    """A field of a form; only a list of rows has columns.

    `fact` says which fact of the conditions of grants the answer is. A `file` goes beside the material that `paper`
    names. Texts, addresses and rows may name people and are masked unless `open`; what is `printed` stands in papers.
    """

    fact: str = ''
    shown_if: list[ShownIf] = []
    columns: list[FormColumn] = []
    paper: str = ''
    open: bool = False
    printed: bool = False


class MatterForm(Struct, frozen=True, kw_only=True):
    """What is asked of who applies for a matter, in order; `source` names the published form that it follows.

    `since` is the day of this version, where it was published on one.
    """

    source: str
    fields: list[FormField]
    since: date | None = None


class FormAnswers(Struct, frozen=True, kw_only=True):
    """What was answered, under which version of the matter; `facts` are what conditions of grants read of it.

    An answer is text (numbers with a point, days as 2026-12-03, choices by their value), or a list of rows of texts.
    """

    version: int
    answers: dict[str, Any]
    facts: dict[str, str] = {}
