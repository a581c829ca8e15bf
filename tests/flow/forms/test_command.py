"""Forms come in with the catalogue: from a folder or one file; what is wrong with which is said, and nothing enters."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from govhall.catalogue.models import Matter
from tests.builders.world import BIRTH, SEED, World

FORM = {
    'matter': BIRTH,
    'version': 1,
    'source': '申请表',
    'fields': [{'name': 'income', 'kind': 'money', 'label': '月收入', 'help': '元'}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / 'forms'
    made.mkdir()
    return made


def enter(place: Path) -> None:
    call_command('enter_catalogue', str(SEED / 'catalogue.json'), '--forms', str(place))


@pytest.mark.parametrize('one_file', [True, False])
def test_a_folder_and_one_file_are_entered(world: World, folder: Path, one_file: bool) -> None:
    file = folder / 'form.json'
    file.write_text(json.dumps(FORM), encoding='utf-8')
    enter(file if one_file else folder)
    world.carry()
    form = Matter.objects.get(code=BIRTH).form
    assert form and form['fields'][0]['name'] == 'income'


@pytest.mark.parametrize(('content', 'named'), [('', 'forms'), ('[', 'form.json'), ('{"matter": 7}', 'form.json')])
def test_what_is_no_form_is_named_and_nothing_enters(world: World, folder: Path, content: str, named: str) -> None:
    before = Matter.objects.get(code=BIRTH).version
    if content:
        (folder / 'form.json').write_text(content, encoding='utf-8')
    with pytest.raises(CommandError, match=named):
        enter(folder)
    world.carry()
    assert Matter.objects.get(code=BIRTH).version == before


def test_a_folder_that_is_not_there_is_refused(world: World, folder: Path) -> None:
    with pytest.raises(CommandError, match='nowhere'):
        enter(folder / 'nowhere')
