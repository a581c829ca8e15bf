"""In which halls one person may be system and security administrator at once: those that the operator calls small."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from govhall.kernel.errors import Refused
from tenants.models import Hall, Membership
from tenants.roles import OFFICES, Role, without_conflict

KINDS = frozenset({'township', 'branch'})  # that GOVHALL_SMALL_HALLS may name as a whole


class TwoOffices(Refused):
    """One person would do the work of two of the three administrators."""

    code = 'TWO_OFFICES'
    sentence = (
        '系统、安全、审计三类管理员不能由同一个人兼任，没有改动任何内容。'
        '只有 GOVHALL_SMALL_HALLS 写明的小厅，一人可以兼系统管理员和安全管理员。'
    )


def check_offices(roles: Iterable[str], hall: Hall) -> None:
    """Refuse roles of one person in a hall that do not go together. Raises TwoOffices."""
    wanted = frozenset(Role(role) for role in roles)
    if without_conflict(wanted, small=is_small(hall)) != wanted:
        raise TwoOffices(field='roles')


def is_small(hall: Hall) -> bool:
    """Whether the setting names the hall, by its code or by its kind."""
    return hall.code in settings.SMALL_HALLS or (hall.kind in KINDS and hall.kind in settings.SMALL_HALLS)


def offices_of(person: int, hall: str) -> frozenset[Role]:
    """Which offices of an administrator the person holds in the hall now; of two that do not go together none."""
    rows = list(
        Membership.objects.live(timezone.now()).filter(person_id=person, hall__code=hall).select_related('hall')
    )
    roles = frozenset(Role(role) for membership in rows for role in membership.roles)
    return without_conflict(roles, small=bool(rows) and is_small(rows[0].hall)) & OFFICES
