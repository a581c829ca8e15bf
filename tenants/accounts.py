"""What administrators do to an account of their hall: by functions of the database, which check who asks."""

from datetime import datetime
from typing import Any, Protocol

from django.db import ProgrammingError, connection, transaction

from govhall.kernel.errors import Refused
from tenants.audit import asking_address


class AccountNotYours(Refused):
    """The database refused: another office, oneself, an administrator, or somebody who works in another hall too."""

    code = 'ACCOUNT_NOT_YOURS'
    status = 403
    sentence = (
        '这个账号您不能改：自己的、管理员的、系统接口的，'
        '以及同时在别的大厅工作的账号，由运维人员处理。没有改动任何内容。'
    )


class Asker(Protocol):
    """An administrator in a hall."""

    @property
    def person_id(self) -> int: ...

    @property
    def hall(self) -> str: ...


def set_term(*, asker: Asker, whose: int, begins: datetime | None, ends: datetime | None) -> None:
    """From when to when the account holds; what it is in the hall ends with it. Raises AccountNotYours."""
    _ask('tenants_set_term(%s, %s, %s, %s, %s)', asker, whose, begins, ends)


def set_active(*, asker: Asker, whose: int, active: bool) -> None:
    """Lock the account, or unlock it. Raises AccountNotYours."""
    _ask('tenants_set_active(%s, %s, %s, %s)', asker, whose, active)


def give_password(*, asker: Asker, whose: int, made: str) -> None:
    """Set a first password, as its hash: its owner changes it before anything else. Raises AccountNotYours."""
    _ask('tenants_give_password(%s, %s, %s, %s)', asker, whose, made)


def reset_factor(*, asker: Asker, whose: int) -> bool:
    """Take the second factor away; False if there was none. Raises AccountNotYours."""
    return bool(_ask('tenants_reset_factor(%s, %s, %s)', asker, whose))


def _ask(function: str, asker: Asker, *values: Any) -> Any:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # The audit's trigger learns from these who asked, where, and from which address.
            cursor.execute(
                "SELECT set_config('govhall.who', %s, true), set_config('govhall.hall', %s, true),"
                f" set_config('govhall.address', %s, true), public.{function}",
                [str(asker.person_id), asker.hall, asking_address(), asker.person_id, asker.hall, *values],
            )
            return cursor.fetchone()[3]
    except ProgrammingError as refused:
        if getattr(refused.__cause__, 'sqlstate', '') != '42501':
            raise
        raise AccountNotYours from refused
