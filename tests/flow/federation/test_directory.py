"""Who stands above whom, and how the directory reaches every cell."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from federation.directory.selectors import UnknownHall, ancestors, cells_above, children, entry, find
from federation.relay.relay import Relay
from tests.builders.trial import Road, enter_hall, intake, rows

HALL = {
    'name': '诺水河镇便民服务中心',
    'short_name': '诺水河',
    'kind': 'township',
    'area_code': '511921000000',
    'parent_code': '',
    'cell': 'bazhong',
    'slug': 'zz-new',
}


@pytest.fixture
def chain(db: None) -> None:
    """Village to province over two cells."""
    enter_hall('ZZP00001', cell='sichuan')
    enter_hall('ZZC00001', cell='bazhong', parent='ZZP00001')
    enter_hall('ZZT00001', cell='bazhong', parent='ZZC00001')


def directory_file(folder: Path, *halls: dict[str, object]) -> Path:
    path = folder / 'directory.json'
    path.write_text(json.dumps({'halls': halls}), encoding='utf-8')
    return path


@pytest.mark.usefixtures('chain')
def test_ancestors_come_nearest_first() -> None:
    assert [hall.code for hall in ancestors('ZZT00001')] == ['ZZC00001', 'ZZP00001']
    assert [hall.code for hall in children('ZZC00001')] == ['ZZT00001']


@pytest.mark.usefixtures('chain')
def test_cells_above_start_with_the_own_cell_and_name_each_once() -> None:
    assert cells_above('ZZT00001') == ['bazhong', 'sichuan']


@pytest.mark.usefixtures('db')
def test_hall_that_is_its_own_ancestor_does_not_loop_for_ever() -> None:
    enter_hall('ZZA00001', parent='ZZB00001')
    enter_hall('ZZB00001', parent='ZZA00001')
    assert len(ancestors('ZZA00001')) == 8


@pytest.mark.usefixtures('db')
def test_unknown_hall_has_no_entry() -> None:
    assert find('ZZ999999') is None
    with pytest.raises(UnknownHall):
        entry('ZZ999999')


@pytest.mark.usefixtures('db')
def test_older_version_of_an_entry_changes_nothing() -> None:
    enter_hall('ZZA00001', version=2, name='new')
    enter_hall('ZZA00001', version=1, name='old')
    assert entry('ZZA00001').name == 'new'
    enter_hall('ZZA00001', version=3, name='newer')
    assert entry('ZZA00001').name == 'newer'


@pytest.mark.usefixtures('db')
def test_entered_directory_reaches_another_cell_over_the_topic(tmp_path: Path, road: Road) -> None:
    call_command('enter_directory', directory_file(tmp_path, HALL | {'code': 'ZZNEW001', 'version': 1}))
    Relay(road).once()
    entry('ZZNEW001').delete()  # this database plays the other cell, which has not heard of it
    intake(road).once(0)
    assert entry('ZZNEW001').name == HALL['name']


@pytest.mark.usefixtures('db')
@pytest.mark.parametrize('broken', [{}, {'code': 'ZZNEW001', 'version': 'one'}], ids=['no code', 'version'])
def test_directory_file_that_cannot_be_read_enters_nothing(tmp_path: Path, broken: dict[str, object]) -> None:
    with pytest.raises(CommandError):
        call_command('enter_directory', directory_file(tmp_path, HALL | broken))
    assert rows('SELECT count(*) FROM fed_outbox') == [(0,)]


@pytest.mark.usefixtures('db')
def test_hall_that_stands_twice_in_the_file_is_refused(tmp_path: Path) -> None:
    hall = HALL | {'code': 'ZZNEW001', 'version': 1}
    with pytest.raises(CommandError, match='twice'):
        call_command('enter_directory', directory_file(tmp_path, hall, hall))
