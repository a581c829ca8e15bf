"""The state of the line to the upper hall, in words."""

from datetime import datetime, timedelta
from typing import NamedTuple

from govhall.look.days import local_time

# Messages normally leave within seconds; a queue is worth a clerk's attention only when it has stood this long.
STANDING = timedelta(minutes=2)


class LineWords(NamedTuple):
    """`tone` is good or soon."""

    words: str
    tone: str


def describe_line(*, waiting: int, oldest: datetime | None, upper: str, now: datetime, is_up: bool = True) -> LineWords:
    """What a clerk needs to know: is it sent, and must I do anything. (Never: it sends itself.) `now` is aware."""
    if not waiting and not is_up:
        return LineWords(f'与{upper}的线路不通，照常办理，恢复后自动发送', 'soon')
    if not waiting:
        return LineWords(f'与{upper}连接正常', 'good')
    if oldest is None or now - oldest < STANDING:
        return LineWords(f'正在上报 {waiting} 件', 'good')
    since = local_time(oldest)
    day = '' if since.date() == local_time(now).date() else f'{since.month}月{since.day}日 '
    return LineWords(f'上报排队 {waiting} 件，最早 {day}{since:%H:%M}，恢复后自动发送', 'soon')
