"""The verdict: every story in every hall, and the rules that hold for all cases whatever their story."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from deploy.demo.judge.cases import Judged, judge_story
from deploy.demo.judge.custody import held_twice, homeless, in_transit, two_outcomes
from deploy.demo.judge.database import Databases
from deploy.demo.judge.evidence import broken_chains
from deploy.demo.judge.travel import traffic
from deploy.demo.player.scene import Told
from deploy.demo.player.waiting import DidNotCome, wait_for

RULES = {
    '每个模式都属于一个大厅': homeless,
    '没有一件办件同时由两个大厅承办': held_twice,
    '没有办件停在路上': in_transit,
    '各大厅知道的结果一致': two_outcomes,
    '每件办件的经过首尾相连、没有改动': broken_chains,
}
ARRIVED = '发出的报文全部送达并处理'


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judged stories, what is wrong with each rule, and how many messages were sent and applied."""

    stories: list[Judged]
    rules: dict[str, list[str]]
    messages: dict[str, int]

    @property
    def good(self) -> bool:
        """Whether everything is as it should be."""
        return not any(story.wrong for story in self.stories) and not any(self.rules.values())


def judge(told: Sequence[Told], databases: Databases, console: Console) -> Verdict:
    """Wait until nothing travels any more, then judge."""
    late = _await_calm(databases, console)
    rules = {ARRIVED: late} | {name: rule(databases) for name, rule in RULES.items()}
    return Verdict([judge_story(story, databases) for story in told], rules, traffic(databases).totals)


def _await_calm(databases: Databases, console: Console) -> list[str]:
    """What has still not arrived after a minute."""
    try:
        wait_for('全部报文送达', lambda: not traffic(databases).troubles or None, console=console)
    except DidNotCome:
        return traffic(databases).troubles
    return []
