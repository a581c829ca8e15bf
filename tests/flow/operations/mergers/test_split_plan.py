"""The operator's side of a split: what is said before, and what is no plan."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from govhall.operations.mergers.plan import UnreadablePlan, read_plan
from tests.builders.desk import Desk
from tests.builders.splitting import EAST, LEAD, OTHER, SPLIT, WEST, split_file, user
from tests.builders.state import everything
from tests.builders.world import BIRTH, COUNTY, World


@pytest.fixture
def keeper(world: World) -> Desk:
    """Somebody who stays in the old hall to choose."""
    return Desk.of_chief(world, SPLIT)


def test_the_command_looks_first_and_says_how_many_go_where(world: World, keeper: Desk, tmp_path: Path) -> None:
    world.receive(SPLIT, BIRTH, point=WEST)
    world.receive(SPLIT, BIRTH)
    plan = split_file(tmp_path, user(keeper.actor.person_id))
    before = everything()
    said = command(plan, '--preview')
    assert everything() == before
    for part in ('看不出村，要人来选 1 件', f'{OTHER} 1 件', f'罗村村民委员会 → {OTHER}', '可以执行。'):
        assert part in said
    with pytest.raises(CommandError, match='split_hall'):
        call_command('merge_halls', str(plan), '--preview')
    with pytest.raises(CommandError, match='villages'):
        command(split_file(tmp_path, villages=[], keepers=[]), '--apply')
    assert f'{SPLIT}：移交 1 件' in command(split_file(tmp_path, user(keeper.actor.person_id)), '--apply')


def command(plan: Path, what: str) -> str:
    said = StringIO()
    call_command('split_hall', str(plan), what, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize(
    'wrong',
    [
        {'closed': [SPLIT, 'TJQY0001']},
        {'points': []},
        {'villages': [{'code': EAST, 'to': LEAD}] * 2},
        {'villages': [{'code': EAST, 'to': SPLIT}]},
        {'people': [{'username': 'a', 'to': COUNTY}]},
    ],
)
def test_a_split_that_contradicts_itself_is_not_read(db: None, tmp_path: Path, wrong: dict[str, object]) -> None:
    villages = {'villages': [{'code': EAST, 'to': LEAD}, {'code': WEST, 'to': OTHER}]}
    path = tmp_path / 'split.json'
    plan = {'document': '批复1号', 'effective': '2026-10-01', 'successor': LEAD, 'closed': [SPLIT]}
    path.write_text(json.dumps(plan | villages | wrong), encoding='utf-8')
    with pytest.raises(UnreadablePlan):
        read_plan(path)


def test_the_plan_in_the_handbook_can_be_read(tmp_path: Path) -> None:
    page = Path(__file__).resolve().parents[4] / 'platform/docs/handbook/operate.md'
    handbook = page.read_text(encoding='utf-8')
    example = handbook.partition('## Splitting a township')[2].partition('```json\n')[2].partition('```')[0]
    path = tmp_path / 'split.json'
    path.write_text(example, encoding='utf-8')
    assert [village.name for village in read_plan(path).villages] == ['', '罗村']
