"""Giving somebody roles (岗位) and a department, in place of those that they had."""

from typing import Any

from govhall.accounts.posts import POSTS
from govhall.accounts.whose import WHOSE
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.departments import department_code
from govhall.catalogue.readers import LETTER_KEEPERS
from tenants.accounts import AccountNotYours
from tenants.models import Membership
from tenants.roles import Role
from tenants.staff_import import StaffRow, bring_in_people


def _do(posted: HallPosted) -> HallActDone:
    """By the function of the database that takes lists in: the same rules, the same record."""
    typed: dict[str, Any] = dict(posted.data)
    kept = Membership.objects.filter(hall=posted.hall, person_id=typed['person']).select_related('person').last()
    if kept is None:
        raise AccountNotYours
    roles = [Role(role) for role in sorted(typed.get('roles') or ())]
    department, point = department_code(typed.get('department') or ''), typed.get('point') or ''
    row = StaffRow(kept.person.username, kept.person.name, roles, department, point, waits=not roles)
    bring_in_people([row], hall=posted.hall.code, importer=posted.actor.person_id)
    return HallActDone(said='岗位已安排，马上生效。' if roles else '岗位已收回，马上生效；账号还在，待安排。')


ACT = register(
    HallAct(
        label='安排岗位和部门',
        do=_do,
        roles=LETTER_KEEPERS,
        fields=[WHOSE, *POSTS],
        word='account-posts',
        mutation='give_posts',
        does='Give somebody of this hall roles and a department, in place of those before. ACCOUNT_NOT_YOURS, '
        'NOT_YOURS_TO_GIVE, UNKNOWN_DEPARTMENT.',
    )
)
