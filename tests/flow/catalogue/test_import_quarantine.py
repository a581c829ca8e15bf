"""Lists of other systems: good rows are entered, dirty ones kept with their reasons, and leave when they come right."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from govhall.catalogue.codes import BadCode, check_code, check_matter_code, task_code
from govhall.catalogue.models import Grant, Matter, Organ, Quarantined
from govhall.catalogue.services import enter_with_quarantine

pytestmark = pytest.mark.usefixtures('empty_catalogue')
SEED = Path(__file__).parents[3] / 'deploy' / 'seed' / 'catalogue.json'
ORGAN = '12441500196720244T'


@pytest.fixture
def seed() -> Any:
    """A matter with its organ and the grants of the county that own it."""
    whole = json.loads(SEED.read_text(encoding='utf-8'))
    wanted = '510100122000'
    grants = [grant for grant in whole['grants'] if grant['matter'] == wanted]
    return {
        'organs': [one for one in whole['organs'] if one['credit_code'] in {grant['organ'] for grant in grants}],
        'departments': [],
        'matters': [one for one in whole['matters'] if one['code'] == wanted],
        'guides': [one for one in whole['guides'] if one['matter'] == wanted],
        'grants': grants,
    }


def reasons() -> dict[str, str]:
    return {row.kind: row.reasons[0] for row in Quarantined.objects.all()}


def test_clean_list_leaves_nothing_in_quarantine(seed: Any) -> None:
    result = enter_with_quarantine(seed, source='测试')
    assert (reasons(), result.quarantined) == ({}, 0)
    assert result.stored == sum(map(len, seed.values()))
    again = enter_with_quarantine(seed, source='测试')
    assert (again.stored, again.unchanged) == (0, result.stored)


@pytest.mark.parametrize('code', ['083372204', '1151130000877869M', ''])
def test_truncated_organ_code_is_quarantined_and_the_others_enter(seed: Any, code: str) -> None:
    good = len(seed['organs'])
    seed['organs'].append(seed['organs'][0] | {'credit_code': code})
    assert enter_with_quarantine(seed, source='区级清单').quarantined == 1
    assert Organ.objects.count() == good
    assert '统一社会信用代码有误' in reasons()['organs']


def test_row_that_names_a_quarantined_one_is_quarantined_too(seed: Any) -> None:
    seed['matters'][0]['basic_code'] = '51010012200'
    result = enter_with_quarantine(seed, source='区级清单')
    assert result.stored == len(seed['organs'])
    assert Matter.objects.count() == Grant.objects.count() == 0
    assert reasons()['matters'] == '基本编码 51010012200 的格式不对，请按目录规范核对位数和字符。'
    assert '不在目录中' in reasons()['grants']


def test_missing_column_and_wrong_shape_are_reasons_not_crashes(seed: Any) -> None:
    del seed['matters'][0]['name']
    seed['organs'] = [*seed['organs'], 'nonsense']
    enter_with_quarantine(seed, source='区级清单')
    assert 'name' in reasons()['matters']
    assert Quarantined.objects.filter(kind='organs', key="organs:'nonsense'").exists()


def test_row_that_comes_right_leaves_the_quarantine(seed: Any) -> None:
    spoiled = json.loads(json.dumps(seed))
    spoiled['matters'][0]['promised_days'] = 15
    enter_with_quarantine(spoiled, source='第一次')
    assert '至少压缩 30%' in reasons()['matters']
    enter_with_quarantine(seed, source='第二次')
    assert not Quarantined.objects.exists()


def test_command_quarantines_when_told_to(seed: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed['organs'].append(seed['organs'][0] | {'credit_code': '083372204'})
    file = tmp_path / 'list.json'
    file.write_text(json.dumps(seed), encoding='utf-8')
    call_command('enter_catalogue', str(file), '--quarantine')
    assert '1 rows in quarantine' in capsys.readouterr().out


def test_codes_of_the_three_lengths_are_known_by_their_patterns(settings: Any) -> None:
    task = task_code(organ=ORGAN, level='3', basic='442199806003')
    assert (len(task), check_code('task', task)) == (31, '12441500196720244T3442199806003')
    assert check_code('handling', f'{task}01') == check_matter_code(f'{task}01')
    assert check_matter_code('442199806003') == '442199806003'
    for kind, bad in [('basic', '44219980600'), ('task', task[:-1]), ('task', task.replace('T3', 'T9'))]:
        with pytest.raises(BadCode):
            check_code(kind, bad)
    settings.CATALOGUE_CODES = settings.CATALOGUE_CODES | {'basic': '[0-9]{10}'}
    assert check_code('basic', '4421998060') == '4421998060'
    with pytest.raises(BadCode):
        check_matter_code('442199806003')
