"""What the directory of the federation says about a hall, and with which keys halls and cells speak."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from federation.contracts.base import Message, message


class VillageGoes(Struct, frozen=True, kw_only=True):
    """A village (by its division code while the closed hall served it) and the hall that serves it from then on."""

    code: str
    name: str
    successor: str


@message('directory.hall.v1')
class HallEntered(Message, frozen=True, kw_only=True):
    """A hall of the federation as the directory knows it; the entry with the highest version counts.

    `cell` is the deployment that holds the hall, `slug` its place in that cell's addresses, `epoch` the incarnation of
    its database. A hall code is never reused; a closed hall keeps its entry with `valid_to`, the first day on which it
    is closed, and names in `successor` the hall that it was merged into (撤乡并镇), if there is one. One that was split
    names its `villages` too: each goes to a hall of its own, and `successor` takes what belongs to no village.
    `moved_from` is the cell that held it before the one that holds it now.
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
    moved_from: str = ''
    villages: list[VillageGoes] = []


@message('directory.key.v1')
class KeyPublished(Message, frozen=True, kw_only=True):
    """A key of a hall, or of a cell (`of_cell`), and what it is good for; the entry with the highest version counts.

    `verify_key` and `seal_key` are the public halves, as the suite writes them. A `retired` key was replaced: it
    verifies what is sent again and opens what is still on its way. A `revoked` one is believed no more, whatever time a
    message claims. `serial` counts the keys of an owner from 1; the newest active one is sealed to.
    """

    key_id: str
    owner: str
    of_cell: bool = False
    serial: int
    suite: str
    verify_key: bytes
    seal_key: bytes
    state: Literal['active', 'retired', 'revoked']
    version: int
    since: datetime
    ended: datetime | None = None
