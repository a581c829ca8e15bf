"""Opening an account (开设账号): a login without a password, for somebody who works in the hall."""

from typing import Any

from django.db import transaction

from govhall.accounts.posts import POSTS
from govhall.accounts.terms import BEGINS, ENDS, moments
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.departments import department_code
from govhall.catalogue.readers import MANAGERS
from govhall.kernel.errors import Refused
from tenants.accounts import set_term
from tenants.models import Person
from tenants.roles import Role
from tenants.staff_import import StaffRow, bring_in_people

FIELDS = [
    Field(
        name='name',
        kind=FieldKind.LINE,
        label='姓名',
        most=40,
        says='Name of the person.',
        needed=True,
        must=True,
        missing='请填写姓名。',
    ),
    Field(
        name='username',
        kind=FieldKind.LINE,
        label='登录名',
        most=40,
        hint='例如“tj-zhangsan”。以后不能改，全节点不能重复。',
        says='What the person signs in with.',
        needed=True,
        must=True,
        missing='请填写登录名。',
    ),
    BEGINS,
    ENDS,
    *POSTS,
]


class LoginTaken(Refused):
    """Whose it is, is not told: a page must not say who works elsewhere."""

    code = 'LOGIN_TAKEN'
    sentence = '这个登录名已经有人用，请换一个。'


class RolesAreOthers(Refused):
    """Who opens accounts gives no roles, unless the hall is small and the person holds both offices."""

    code = 'ROLES_ARE_OTHERS'
    sentence = '岗位由安全管理员安排。请不选岗位，先开设账号。'


def _do(posted: HallPosted) -> HallActDone:
    """Open it, with its term, and its roles where the person may give them too. All or nothing."""
    typed: dict[str, Any] = dict(posted.data)
    begins, ends = moments(typed.get('begins'), typed.get('ends'))
    roles = [Role(role) for role in sorted(typed.get('roles') or ())]
    if roles and Role.SECURITY not in posted.actor.roles:
        raise RolesAreOthers(field='roles')
    username = str(typed['username'])
    if Person.objects.filter(username=username).exists():
        raise LoginTaken(field='username')
    department = department_code(typed.get('department') or '')
    row = StaffRow(username, str(typed['name']), roles, department, typed.get('point') or '', waits=not roles)
    hall, asker = posted.hall.code, posted.actor.person_id
    with transaction.atomic():
        bring_in_people([row], hall=hall, importer=asker)
        if begins or ends:
            whose = Person.objects.get(username=username).pk
            set_term(asker=posted.actor, whose=whose, begins=begins, ends=ends)
    after = '接着发首次密码。' if roles else '接着发首次密码，再请安全管理员安排岗位。'
    return HallActDone(said=f'账号已开设。{after}')


ACT = register(
    HallAct(
        label='开设账号',
        do=_do,
        roles=MANAGERS,
        fields=FIELDS,
        mutation='open_account',
        does='Open an account without a password. Roles only where the asker is security administrator, too. '
        'LOGIN_TAKEN, ROLES_ARE_OTHERS, ACCOUNT_NEVER_OPEN, NOT_YOURS_TO_GIVE.',
    )
)
