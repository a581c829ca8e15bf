"""A person's own password: the one change to an account that the web may make, by a function of the database."""

from django.contrib.auth.hashers import check_password, make_password
from django.db import ProgrammingError, connection

from govhall.kernel.errors import Refused
from tenants.models import Person


class WrongPassword(Refused):
    """The old password is not right, or somebody changed it a moment ago."""

    code = 'WRONG_PASSWORD'
    sentence = '原密码不对，没有修改。请重新输入原密码。'


class PasswordNotSet(Refused):
    """The database refused."""

    code = 'PASSWORD_NOT_SET'
    sentence = '现在不能修改密码：今天改得太多，或者账号不能用密码登录。请找系统管理员。'


def set_own_password(person: Person, *, old: str, new: str) -> None:
    """Change the password of a person who knows the old one; recorded in the audit by the database.

    The caller checks the new one by `validate_password` and keeps the session by `update_session_auth_hash`. Raises
    WrongPassword, PasswordNotSet.
    """
    known = Person.objects.values_list('password', flat=True).get(pk=person.pk)
    if not check_password(old, known):
        raise WrongPassword(field='old')
    made = make_password(new)
    try:
        with connection.cursor() as cursor:
            cursor.execute('SELECT public.tenants_set_password(%s, %s, %s)', [person.pk, known, made])
            if not cursor.fetchone()[0]:
                raise WrongPassword(field='old')
    except ProgrammingError as refused:
        if getattr(refused.__cause__, 'sqlstate', '') != '42501':
            raise
        raise PasswordNotSet from refused
    person.password = made
