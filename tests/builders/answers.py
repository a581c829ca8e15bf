"""What a process of the tests answers in the form of a matter: the filled sample of the seed."""

import json

from deploy.demo.topology import FORMS
from federation.contracts.forms import FormAnswers
from govhall.catalogue import selectors as catalogue


def filled(matter: str) -> FormAnswers | None:
    """The answers as they are handed in; None for a matter without a form."""
    info = catalogue.matter(matter)
    if info.form is None:
        return None
    files = (json.loads(file.read_text(encoding='utf-8')) for file in FORMS.glob('*.json'))
    return FormAnswers(version=info.version, answers=next(file['sample'] for file in files if file['matter'] == matter))
