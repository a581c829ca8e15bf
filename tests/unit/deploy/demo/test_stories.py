"""The stories fit the seed, and player and judge stand outside the product."""

import ast
from pathlib import Path

import pytest

import deploy.demo
from deploy.demo.people import DUTIES
from deploy.demo.player.scene import Story
from deploy.demo.player.steps import Do, TakePapers
from deploy.demo.player.stories import STORIES
from deploy.demo.topology import CATALOGUE, halls
from govhall.acts.registry import act_at

HERE = Path(deploy.demo.__file__).parent
OUTSIDE = [*HERE.glob('player/*.py'), *HERE.glob('judge/*.py')]
OUTSIDE += [HERE / name for name in ('figures.py', 'report.py', 'play.py', 'stage.py', 'workdays.py')]
ROOMS = {'govhall', 'tenants', 'federation', 'township_halls', 'django'}
KINDS = {hall.code: hall.kind for hall in halls('kafka')}


@pytest.mark.parametrize('file', OUTSIDE, ids=lambda file: file.name)
def test_player_and_judge_import_no_room_of_the_product(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding='utf-8'))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or '' for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name.partition('.')[0] for name in names} & ROOMS


@pytest.mark.parametrize('story', STORIES, ids=lambda story: story.name)
def test_everybody_in_a_story_works_in_the_hall_where_they_act(story: Story) -> None:
    for step in story.steps:
        hall, duty = step.hall, step.duty  # type: ignore[attr-defined]
        assert duty in {known.name for known in DUTIES[KINDS[hall]]}


@pytest.mark.parametrize('story', STORIES, ids=lambda story: story.name)
def test_a_story_begins_with_papers_for_a_matter_of_the_seed_and_ends_in_known_halls(story: Story) -> None:
    first = story.steps[0]
    assert isinstance(first, TakePapers)
    assert f'"{first.matter}"' in CATALOGUE.read_text(encoding='utf-8')
    assert first.hall in story.expected
    assert set(story.expected) <= set(KINDS)


@pytest.mark.parametrize('story', STORIES, ids=lambda story: story.name)
def test_a_story_types_into_fields_that_the_acts_ask_for(story: Story) -> None:
    for step in story.steps:
        if isinstance(step, Do):
            act = act_at(step.act)
            assert act is not None, step.act
            assert set(step.typed) <= {field.name for field in act.fields}, step.act


def test_no_two_stories_have_one_name() -> None:
    assert len({story.name for story in STORIES}) == len(STORIES) == 12
