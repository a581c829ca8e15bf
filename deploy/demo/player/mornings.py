"""The morning of the departments: one person of each signs in, finds a case to act on, and none of another's."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from rich.console import Console
from rich.markup import escape

from deploy.demo.player.client import Turned
from deploy.demo.player.scene import WENT_WRONG, Cast

AT_ONCE = 4
CASE = re.compile(r'/cases/[0-9a-f-]{36}/$')
LOOKS = 5  # cases that somebody opens before saying that there is nothing to do
NOT_FOUND = 404


class Morning(NamedTuple):
    """What somebody found on the worklist: all cases, and the first one that can be acted on; or what went wrong."""

    seat: tuple[str, str]
    cases: list[str]
    acts_on: str
    wrong: str = ''


def departments_at_work(cast: Cast, seats: Mapping[str, tuple[str, str]], console: Console) -> list[str]:
    """Let the person of each department (hall and duty by its code) look; gives what is not as it should be."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(seats, pool.map(lambda seat: _look(cast, seat), seats.values()), strict=True))
    faults = [f'{code}：{one.wrong}' for code, one in found.items() if one.wrong]
    faults += [f'{code}：待办里没有能办的件' for code, one in found.items() if not one.wrong and not one.acts_on]
    faults += [fault for code in found for fault in _strange(code, found)] + _closed_to_others(cast, found)
    done = sum(bool(one.acts_on) for one in found.values())
    console.print(
        f'部门：{len(found)} 个部门各有一人登录，{done} 个找到了能办的件，没有人看到别的部门的件', highlight=False
    )
    for fault in faults:
        console.print(f'  [bold red]没有按预期进行：[/bold red]{escape(fault)}', highlight=False)
    return faults


def _look(cast: Cast, seat: tuple[str, str]) -> Morning:
    try:
        person = cast.person(*seat)
        listed = [urlsplit(link).path for link in person.get('worklist/?show=todo').links]
        cases = list(dict.fromkeys(path for path in listed if CASE.search(path)))
        acts = (path for path in cases[:LOOKS] if any(form.id.startswith('act-') for form in person.get(path).forms))
        return Morning(seat, cases, next(acts, ''))
    except WENT_WRONG as wrong:
        return Morning(seat, [], '', str(wrong))


def _strange(code: str, found: Mapping[str, Morning]) -> list[str]:
    """Which cases stand on another department's list as well."""
    others = {case for other, one in found.items() if other != code for case in one.cases}
    return [f'{code}：待办里有别的部门的件 {case}' for case in found[code].cases if case in others]


def _closed_to_others(cast: Cast, found: Mapping[str, Morning]) -> list[str]:
    """Who may open the address of another department's case at the same hall."""
    faults, round_ = [], list(found.items())
    for (code, one), (other, there) in zip(round_, [*round_[1:], round_[0]], strict=True):
        if one.wrong or not there.acts_on or one.seat[0] != there.seat[0]:
            continue
        try:
            cast.person(*one.seat).get(there.acts_on)
            faults.append(f'{code}：能打开{other}的件 {there.acts_on}')
        except Turned as refused:
            if refused.page.status != NOT_FOUND:
                faults.append(f'{code}：{refused}')
    return faults
