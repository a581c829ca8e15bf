"""The forms of the seed, entered into a world whose matters have none: most tests are about something else."""

import json
from typing import Any
from uuid import uuid4

import pytest

from govhall.catalogue.services import enter_catalogue
from govhall.catalogue.services.form_files import form_file, with_forms
from tests.builders.answers import read_forms
from tests.builders.world import ID_NUMBER, SEED, World, paper_codes

SHOP, FOOD, HYGIENE_FORM, HOUSE, RELIEF = '510700106000', '510100107000', '510100108000', '510100103000', '510500116000'


def sample(matter: str, **changes: Any) -> dict[str, Any]:
    """The filled sample, as a system sends it."""
    return {**read_forms()[matter]['sample'], **changes}


def posted(matter: str, answers: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A complete application at a counter or point, with the filled sample or other answers."""
    said = sample(matter) if answers is None else answers
    values = {'submission': str(uuid4()), 'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'then': 'receive'}
    papers = {f'paper-{code}': 'handed_in' for code in paper_codes(matter)}
    return values | papers | typed(said) | changes


def typed(answers: dict[str, Any]) -> dict[str, str]:
    """Answers as a page posts them."""
    found: dict[str, str] = {}
    for name, value in answers.items():
        if isinstance(value, list):
            for at, row in enumerate(value):
                found |= {f'form-{name}-{at}-{column}': cell for column, cell in row.items()}
        else:
            found[f'form-{name}'] = value
    return found


def change_form(matter: str, change: Any) -> None:
    """Enter the form of a matter once more, as `change` makes it of the file's, under a higher version."""
    file = change(read_forms()[matter])
    enter({**file, 'version': file['version'] + 1})


def enter(*files: dict[str, Any]) -> None:
    """Enter these form files beside the seed's catalogue."""
    seed = json.loads((SEED / 'catalogue.json').read_text(encoding='utf-8'))
    enter_catalogue(with_forms(seed, map(form_file, files)))


@pytest.fixture
def formed(world: World) -> World:
    """The world with every form of the seed."""
    enter(*read_forms().values())
    return world
