"""Waiting for what must travel: looked for again and again, less often as time goes by."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from rich.console import Console

T = TypeVar('T')
LONGEST = 60.0
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 1.0
WORTH_SAYING = 2.0


class DidNotCome(AssertionError):
    """What had to come did not come in time."""


def wait_for(what: str, look: Callable[[], T | None], *, console: Console, seconds: float = LONGEST) -> T:
    """What `look` finds; asked until it is not None. Says on screen what it waits for. Raises DidNotCome."""
    begun, pause, said = monotonic(), FIRST_PAUSE, False
    while True:
        found = look()
        if found is not None:
            return found
        passed = monotonic() - begun
        if passed > seconds:
            raise DidNotCome(f'{what}（等了 {seconds:.0f} 秒）')
        if passed > WORTH_SAYING and not said:
            console.print(f'          [dim]等待：{what}[/dim]', highlight=False)
            said = True
        sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
