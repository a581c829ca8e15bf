"""Halls are opened by a list: every wrong cell is named first, then all are entered and made, or none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from federation.directory.models import HallEntry
from federation.trust.models import PrivateKey
from govhall.operations.openings.hall_rows import COLUMNS
from tenants.models import AuditEntry, Hall
from tenants.provisioning import schema_exists
from tests.builders.sheets import rows_of, sheet
from tests.builders.world import COUNTY, TOWNSHIP, World

AREA = '511921113000'
BRANCH = ['ZZBR0001', '试验县政务服务中心分中心', '试验分中心', '分中心', COUNTY, AREA, 'zz-branch']
COUNTY_HALL = ['ZZXZ0001', '试验县政务服务中心', '试验县', '县级政务服务中心', '', AREA, 'zz-county']
BELOW = ['ZZXX0001', '试验镇便民服务中心', '试验镇', '便民服务中心', 'ZZXZ0001', AREA, 'zz-town']
Save = Callable[..., str]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Writes a list with these rows; its path."""

    def write(*rows: list[str]) -> str:
        file = tmp_path / 'halls.xlsx'
        file.write_bytes(sheet([list(COLUMNS), *rows]))
        return str(file)

    return write


def state() -> tuple[int, int, int]:
    return HallEntry.objects.count(), Hall.objects.count(), PrivateKey.objects.count()


def open_halls(file: str, **options: Any) -> None:
    call_command('open_halls', file, **options)


def test_a_preview_says_what_would_be_opened_and_opens_nothing(
    world: World, save: Save, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state()
    open_halls(save(COUNTY_HALL, BELOW), preview=True)
    assert state() == before
    assert capsys.readouterr().out.splitlines() == [
        f'2: ZZXZ0001 试验县政务服务中心（县级政务服务中心，{AREA}，/h/zz-county/）',
        f'3: ZZXX0001 试验镇便民服务中心（便民服务中心，上级 ZZXZ0001，{AREA}，/h/zz-town/）',
        '2 new, 0 there already',
    ]


def test_halls_of_a_list_are_entered_and_made_with_keys_and_a_second_run_adds_nothing(
    world: World, save: Save, capsys: pytest.CaptureFixture[str]
) -> None:
    file = save(COUNTY_HALL, BELOW, BRANCH)
    open_halls(file)
    made = Hall.objects.filter(code__startswith='ZZ')
    assert {(hall.code, hall.kind, hall.parent_code, hall.slug) for hall in made} == {
        ('ZZXZ0001', 'county', '', 'zz-county'),
        ('ZZXX0001', 'township', 'ZZXZ0001', 'zz-town'),
        ('ZZBR0001', 'branch', COUNTY, 'zz-branch'),
    }
    assert all(schema_exists(hall.schema_name) for hall in made)
    assert {hall.code for hall in made} <= set(PrivateKey.objects.values_list('owner', flat=True))
    assert 'halls: 17 of 17\n17 halls' in capsys.readouterr().out
    assert AuditEntry.objects.filter(subject='open_halls').count() == 2
    before = state()
    open_halls(file)
    assert state() == before
    assert '0 new, 3 there already' in capsys.readouterr().out


@pytest.mark.parametrize(
    ('changes', 'place', 'said'),
    [
        ({0: 'zz-1'}, 'A2', '8 位'),
        ({1: ''}, 'B2', '请填写大厅名称'),
        ({2: '长' * 41}, 'C2', '最多 40 个字'),
        ({3: '服务站'}, 'D2', '类型应为'),
        ({4: ''}, 'E2', '必须有上级'),
        ({4: 'ZZZZ9999'}, 'E2', '没有在办的大厅'),
        ({4: TOWNSHIP}, 'E2', '不比这个大厅高一级'),
        ({5: '999999999999'}, 'F2', '行政区划代码表'),
        ({6: 'ZZ 镇'}, 'G2', '小写字母'),
        ({6: 'tj-nuoshuihe'}, 'G2', f'已由 {TOWNSHIP} 使用'),
        ({0: TOWNSHIP}, 'A2', '编码用过了'),
    ],
)
def test_a_wrong_cell_is_named_and_no_hall_of_the_list_is_opened(
    world: World, save: Save, changes: dict[int, str], place: str, said: str
) -> None:
    row = [changes.get(at, text) for at, text in enumerate(BRANCH)]
    before = state()
    with pytest.raises(CommandError, match=rf'(?m)^{place} .*{said}'):
        open_halls(save(row, COUNTY_HALL))
    assert state() == before


def test_a_code_or_a_path_that_stands_twice_is_named(world: World, save: Save) -> None:
    twice, path = [*BELOW[:-1], 'zz-other'], ['ZZXX0002', *BELOW[1:]]
    with pytest.raises(CommandError) as refused:
        open_halls(save(COUNTY_HALL, BELOW, twice, path))
    assert str(refused.value) == (
        'A4 大厅编码：与第 3 行的编码重复，请删去一行。\nG5 网址路径：网址路径 zz-town 已由 ZZXX0001 使用，请换一个。'
    )


def test_halls_of_another_cell_are_entered_here_and_made_there(
    world: World, save: Save, capsys: pytest.CaptureFixture[str]
) -> None:
    open_halls(save(BRANCH), cell='sichuan')
    assert HallEntry.objects.get(code='ZZBR0001').cell == 'sichuan'
    assert not Hall.objects.filter(code='ZZBR0001').exists()
    assert capsys.readouterr().out.endswith('entered; run provision_halls in sichuan\n')


def test_the_blank_sheet_has_the_columns(world: World, tmp_path: Path) -> None:
    file = tmp_path / 'blank.xlsx'
    open_halls(str(file), blank=True)
    assert rows_of(file.read_bytes()) == [list(COLUMNS)]
