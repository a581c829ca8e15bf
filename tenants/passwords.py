"""A person's own password: the one change to an account that the web may make, by a function of the database."""

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
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


SENTENCES = {
    'password_too_short': '密码太短：至少十个字符。',
    'password_too_common': '这个密码很常见，别人容易猜到，请换一个。',
    'password_entirely_numeric': '密码不能全是数字，请加上字母或符号。',
}


def weaknesses(password: str) -> list[str]:
    """What is wrong with a new password, a sentence each; empty for a good one."""
    try:
        validate_password(password)
    except ValidationError as weak:
        return [SENTENCES.get(str(error.code), '这个密码不够安全，请换一个。') for error in weak.error_list]
    return []


def set_own_password(person: Person, *, old: str, new: str) -> None:
    """Change the password of a person who knows the old one; recorded in the audit by the database.

    The caller checks the new one by `weaknesses` and keeps the session by `update_session_auth_hash`. Raises
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
    person.password, person.password_given = made, False
