"""What is said and judged when a story does not go as it should."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from deploy.demo.judge.cases import Judged
from deploy.demo.judge.verdict import Verdict
from deploy.demo.player.client import Turned
from deploy.demo.player.pages import NotOnPage, Page
from deploy.demo.player.scene import Cast, Scene, Story, Unexpected
from deploy.demo.player.stories import tell_all
from deploy.demo.player.waiting import DidNotCome, wait_for
from deploy.demo.stage import Stage

NUMBER = 'TJNS0001261124100001E'


class Happens:
    """A step that does what a test wants."""

    def __init__(self, do: Callable[[Scene], None]) -> None:
        self._do = do

    def play(self, scene: Scene) -> None:
        self._do(scene)


def _raise(error: Exception) -> Callable[[Scene], None]:
    def do(scene: Scene) -> None:
        scene.number = NUMBER
        raise error

    return do


@pytest.fixture
def console() -> Console:
    return Console(file=StringIO(), width=120)


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    return Cast(Stage({}, {}, {}, 'kafka', tmp_path, datetime.now(UTC)))


@pytest.mark.parametrize(
    'error',
    [
        Turned(Page('http://hall/', 409, said=['请刷新页面'])),
        NotOnPage('no form'),
        Unexpected('wrong state'),
        DidNotCome('late'),
        httpx.ReadTimeout('slow'),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_story_that_goes_wrong_is_told_so_and_the_next_one_is_played(
    error: Exception, cast: Cast, console: Console
) -> None:
    played: list[str] = []
    bad = Story('bad', '坏的', [Happens(_raise(error)), Happens(lambda scene: played.append('never'))], {})
    good = Story('good', '好的', [Happens(lambda scene: played.append('good'))], {})
    first, second = tell_all([bad, good], cast, console)
    assert first.number == NUMBER
    assert str(error) in first.trouble
    assert second.trouble == ''
    assert played == ['good']


def test_one_wrong_story_or_one_broken_rule_spoils_the_verdict(cast: Cast, console: Console) -> None:
    told = tell_all([Story('good', '好的', [], {})], cast, console)[0]
    assert Verdict([Judged(told, {}, [])], {'rule': []}, {}).good
    assert not Verdict([Judged(told, {}, ['wrong'])], {'rule': []}, {}).good
    assert not Verdict([Judged(told, {}, [])], {'rule': ['wrong']}, {}).good


def test_what_never_comes_is_given_up_with_what_was_waited_for(console: Console) -> None:
    with pytest.raises(DidNotCome, match='结果'):
        wait_for('结果', lambda: None, console=console, seconds=0)


def test_what_comes_late_is_found(console: Console) -> None:
    answers = iter([None, None, 'here'])
    assert wait_for('结果', lambda: next(answers), console=console) == 'here'
