"""What came of it: a report for scripts and short tables for people."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from deploy.demo.figures import Figures
from deploy.demo.judge.cases import Judged
from deploy.demo.judge.verdict import Verdict
from deploy.demo.player.scene import CHINA
from deploy.demo.stage import Stage

SHOWN = {
    'received': '收件',
    'receivedAtPoint': '其中村点',
    'decided': '办结',
    'decidedOnTheSpot': '其中当场',
    'forwarded': '上报',
    'onTime': '按时',
    'withdrawn': '撤回',
    'delivered': '送达',
    'rated': '评价',
}
STATES = {
    'entrusted': '代办',
    'received': '收件',
    'correcting': '待补正',
    'accepted': '受理',
    'reviewed': '已审查',
    'approved': '准予',
    'refused': '不予许可',
    'not_accepted': '不予受理',
    'withdrawn': '撤回',
    'terminated': '终止办理',
    'delivered': '已送达',
}
GOOD, BAD = '[green]✓[/green]', '[bold red]✗[/bold red]'


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict of the judge and the figures of city and province."""

    verdict: Verdict
    figures: list[Figures]

    @property
    def good(self) -> bool:
        """Whether every story, every rule and every figure is as it should be."""
        return self.verdict.good and not any(figure.wrong for figure in self.figures)


def write_report(report: Report, stage: Stage) -> None:
    """Write `report.json` into the folder of the run."""
    known = {
        'good': report.good,
        'link': stage.link,
        'cells': list(stage.cells),
        'halls': {code: asdict(hall) for code, hall in stage.halls.items()},
        'stories': [_story(story) for story in report.verdict.stories],
        'rules': {name: {'ok': not wrong, 'wrong': wrong} for name, wrong in report.verdict.rules.items()},
        'messages': report.verdict.messages,
        'figures': {
            figure.hall: {'graphql': figure.told, 'sql': figure.counted, 'wrong': figure.wrong}
            for figure in report.figures
        },
    }
    text = json.dumps(known, ensure_ascii=False, indent=2)
    (stage.folder / 'report.json').write_text(text, encoding='utf-8')


def _story(one: Judged) -> dict[str, Any]:
    return {
        'name': one.told.story.name,
        'title': one.told.story.title,
        'number': one.told.number,
        'ok': not one.wrong,
        'wrong': one.wrong,
        'expected': {hall: asdict(wanted) for hall, wanted in one.told.story.expected.items()},
        'seen': {hall: asdict(found) for hall, found in one.seen.items()},
    }


def print_report(report: Report, stage: Stage, console: Console) -> None:
    """The figures, then how every story and rule was judged."""
    for figure in report.figures:
        if figure.told:
            print_figures(figure, console)
        _print_wrong(stage.halls[figure.hall].name, figure.wrong, console)
    _print_stories(report.verdict.stories, stage, console)
    for name, wrong in report.verdict.rules.items():
        console.print(f'{BAD if wrong else GOOD} {name}', highlight=False)
        _print_wrong(name, wrong, console)
    sent, applied = report.verdict.messages['sent'], report.verdict.messages['applied']
    console.print(f'大厅之间的报文：发出 {sent} 条，处理 {applied} 条；详见 {stage.folder.name}/report.json')


def _print_stories(stories: list[Judged], stage: Stage, console: Console) -> None:
    table = Table(
        '', Column('故事', overflow='fold'), Column('办件编号', no_wrap=True), '各大厅看到的', show_lines=True
    )
    table.title = '用 SQL 逐库逐厅核对'
    for judged in stories:
        seen = '\n'.join(
            f'{stage.halls[hall].name}：{STATES.get(found.state, found.state)}' for hall, found in judged.seen.items()
        )
        table.add_row(BAD if judged.wrong else GOOD, judged.told.story.title, judged.told.number, seen)
    console.print(table)
    for judged in stories:
        _print_wrong(judged.told.story.title, judged.wrong, console)


def print_figures(figures: Figures, console: Console) -> None:
    """What a viewer sees: the area's row, a row for each area below with cases, and who has reported."""
    told = figures.told
    reported = [hall for hall in told['halls'] if hall['hasReported']]
    as_of = (
        f'截至 {datetime.fromisoformat(told["asOf"]).astimezone(CHINA):%H:%M:%S}' if told['asOf'] else '还没有大厅上报'
    )
    table = Table('地区', *SHOWN.values(), title=f'{told["area"]["name"]}看到的（GraphQL，{as_of}）')
    rows = [(told['area']['name'], told['totals'])]
    rows += [(row['area']['name'], row['counts']) for row in told['areas'] if any(row['counts'].values())]
    for name, counts in rows:
        table.add_row(name, *(str(counts[metric]) for metric in SHOWN))
    console.print(table)
    silent = '、'.join(hall['name'] for hall in told['halls'] if not hall['hasReported'])
    console.print(f'{len(told["halls"])} 个大厅，{len(reported)} 个已报' + (f'，未报：{silent}' if silent else ''))
    console.print(f'{BAD if figures.wrong else GOOD} 与 SQL 从办件表直接统计的结果一致', highlight=False)


def _print_wrong(name: str, wrong: list[str], console: Console) -> None:
    for line in wrong:
        console.print(f'    [red]{escape(name)}：{escape(line)}[/red]', highlight=False)
