"""The flow of cases from village to province, with widths by number: geometry only, in per cent of the widest row."""

from collections.abc import Sequence
from typing import NamedTuple

_THINNEST = 0.6


class FlowLevel(NamedTuple):
    """One level: what people handed in there, what was decided there and what went on upwards (numbers of cases)."""

    name: str
    received: int
    decided: int
    forwarded: int
    href: str = ''


class FlowRow(NamedTuple):
    """A level as drawn: three widths that stand beside each other, the rising part first so that it forms a trunk."""

    level: FlowLevel
    in_hand: int
    rising: float
    staying: float
    done: float
    from_below: float
    last: bool

    @property
    def done_at(self) -> float:
        """Where the decided part begins."""
        return self.rising + self.staying


def lay_out(levels: Sequence[FlowLevel]) -> list[FlowRow]:
    """Rows from the highest level down to the lowest; `levels` is given from the lowest up, as cases travel.

    What arrives at a level is what was handed in there and what the level below forwarded; what was neither decided
    nor forwarded is in hand. Figures of different moments may disagree by a few cases: in hand is then shown as 0.
    """
    below = [0, *(level.forwarded for level in levels)][: len(levels)]
    arrived = [level.received + risen for level, risen in zip(levels, below, strict=True)]
    widest = max([1, *arrived, *(level.decided + level.forwarded for level in levels)])
    rows = []
    for place, (level, total) in enumerate(zip(levels, arrived, strict=True)):
        in_hand = max(0, total - level.decided - level.forwarded)
        rows.append(
            FlowRow(
                level=level,
                in_hand=in_hand,
                rising=_width(level.forwarded, widest),
                staying=_width(in_hand, widest),
                done=_width(level.decided, widest),
                from_below=_width(below[place], widest),
                last=place == len(levels) - 1,
            )
        )
    return rows[::-1]


def _width(number: int, widest: int) -> float:
    return round(max(_THINNEST, 100 * number / widest), 2) if number else 0.0
