"""What the directory of the federation says about a hall."""

from datetime import date

from federation.contracts.base import Message, message


@message('directory.hall.v1')
class HallEntered(Message, frozen=True, kw_only=True):
    """A hall of the federation as the directory knows it; the entry with the highest version counts.

    `cell` is the deployment that holds the hall, `slug` its place in that cell's addresses, `epoch` the incarnation of
    its database. A hall code is never reused; a closed hall keeps its entry with `valid_to`, the first day on which it
    is closed, and names in `successor` the hall that it was merged into (撤乡并镇), if there is one.
    """

    code: str
    name: str
    short_name: str
    kind: str
    area_code: str
    parent_code: str
    cell: str
    slug: str
    version: int
    epoch: int = 1
    valid_to: date | None = None
    successor: str = ''
