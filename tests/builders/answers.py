"""The form files of the seed, and what a process of the tests answers: their filled samples."""

import json
from typing import Any

from deploy.demo.topology import FORMS
from federation.contracts.forms import FormAnswers
from govhall.catalogue import selectors as catalogue
from govhall.forms.definition import AnswerKind


def read_forms() -> dict[str, dict[str, Any]]:
    """The form files by their matter."""
    files = [json.loads(file.read_text(encoding='utf-8')) for file in sorted(FORMS.glob('*.json'))]
    return {file['matter']: file for file in files}


def filled(matter: str, *, area: str) -> FormAnswers | None:
    """The answers as they are handed in for something in this area; None for a matter without a form."""
    info = catalogue.matter(matter)
    if info.form is None:
        return None
    places = {one.name: area for one in info.form.fields if one.kind == AnswerKind.AREA}
    return FormAnswers(version=info.version, answers={**read_forms()[matter]['sample'], **places})
