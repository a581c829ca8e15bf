"""Roles from a page: an administrator gives them in the own hall, by a function of the database that checks it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import ProgrammingError, connection

from govhall.kernel.errors import Refused
from tenants.roles import OFFICES, Role

GRANTABLE = frozenset(Role) - OFFICES  # administrators are made by an operator


class NotYoursToGive(Refused):
    """The database refused: the importer is no administrator here any more, or a row is not theirs to write."""

    code = 'NOT_YOURS_TO_GIVE'
    sentence = '名单里有您无权设置的人员或岗位，没有导入任何内容。请重新上传，按预览的提示修改。'


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person as a list wants them in the hall; without roles they leave, or `waits` for them.

    `point` is the code of a village point.
    """

    username: str
    name: str
    roles: list[Role]
    department: str
    point: str = ''
    waits: bool = False  # works here and has no role yet: the account is opened first


def bring_in_people(rows: Sequence[StaffRow], *, hall: str, importer: int) -> int:
    """Give these people their roles in the hall, all or none, and record who did; how many. Raises NotYoursToGive.

    A new person has no password, so nobody can sign in as them until one is set. Somebody known in another hall of the
    cell keeps name, password and roles there.
    """
    wanted = json.dumps([asdict(row) for row in rows])
    try:
        with connection.cursor() as cursor:
            # The audit's trigger learns from the setting who asked.
            cursor.execute(
                "SELECT set_config('govhall.who', %s, true), public.tenants_bring_in_people(%s, %s, %s::jsonb)",
                [str(importer), importer, hall, wanted],
            )
            return int(cursor.fetchone()[1])
    except ProgrammingError as refused:
        if getattr(refused.__cause__, 'sqlstate', '') != '42501':
            raise
        raise NotYoursToGive from refused
