"""In which halls one person may be system and security administrator at once: those that the operator calls small."""

from django.conf import settings
from django.utils import timezone

from tenants.models import Hall, Membership
from tenants.roles import OFFICES, Role, without_conflict

KINDS = frozenset({'township', 'branch'})  # that GOVHALL_SMALL_HALLS may name as a whole


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
