"""Carrying a plan out: a transaction for the areas, then one for each old hall, so that it can be taken up again."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from msgspec.structs import asdict, replace

from federation.directory.selectors import entry, find
from federation.keys.services import make_hall_keys
from federation.outbox.announcement import announce_halls
from govhall.applications.services.succession import pass_on_applications
from govhall.casework.rules.transitions import HANDLING
from govhall.casework.services.change import changing
from govhall.casework.services.home import heir_of
from govhall.casework.services.succession import pass_on_by, unfinished
from govhall.catalogue.models import Grant
from govhall.catalogue.services.grant_end import end_grant
from govhall.kernel.errors import Refused
from govhall.kernel.kept import forget
from govhall.mandates.services.succession import pass_on_mandates
from govhall.operations.halls import new_hall_of
from govhall.operations.mergers.leftovers import settle
from govhall.operations.mergers.plan import MergerPlan, points_to_move, villages_going
from govhall.operations.mergers.preview import preview
from govhall.succession.register import pass_on_register
from tenants.context import hall_context
from tenants.hall_closure import close_hall, keep_people, lock_alone, move_people, move_point, replace_areas
from tenants.models import Hall
from tenants.provisioning import provision_hall

Advance = Callable[[str, int, int], None]  # the hall, how many of its cases have been passed on, of how many


class MergerBlocked(Refused):
    """Something must be settled before the merger; nothing was changed."""

    code = 'MERGER_BLOCKED'
    sentence = '撤并还不能执行：{why}。'


def merge(plan: MergerPlan, *, now: datetime | None = None, advance: Advance = lambda *_: None) -> dict[str, int]:
    """Carry the plan out and return how many cases each old hall passed on; applied again it changes nothing more.

    Broken off, the halls that were finished stay finished and a second run does the rest. Raises MergerBlocked.
    """
    now = now or timezone.now()
    blocks = preview(plan, now=now).blocks
    if blocks:
        raise MergerBlocked(why='；'.join(blocks))
    _prepare(plan)
    passed = {}
    for code in plan.closed:
        with transaction.atomic():
            passed[code] = _merge_hall(plan, Hall.objects.get(code=code), now, advance)
        forget()
    return passed


def _prepare(plan: MergerPlan) -> None:
    announce_halls([hall for hall in plan.founded if find(hall.code) is None])
    for code in plan.heirs:
        if not Hall.objects.filter(code=code).exists():
            provision_hall(new_hall_of(entry(code)))
    make_hall_keys(plan.heirs)
    replace_areas(
        closed={area.code: area.successors for area in plan.areas_closed},
        opened=[(area.code, area.name, area.level, area.parent) for area in plan.areas_opened],
        on=plan.effective,
    )


def _merge_hall(plan: MergerPlan, hall: Hall, now: datetime, advance: Advance) -> int:
    lock_alone(hall.code)
    _close(plan, hall)
    for grant in Grant.objects.live(now).filter(hall_code=hall.code).values_list('id', flat=True):
        end_grant(grant_id=grant, at=now)
    heirs = {heir.code: heir for heir in Hall.objects.filter(code__in=plan.heirs)}
    for point, to, code in points_to_move(plan, hall):
        move_point(point, to=heirs[to], code=code)
    if hall.closed_on is None:  # not at a later run: the keepers still work there
        settle(plan, hall, at=now)
        wanted = {one.username: {**asdict(one), 'hall': heirs[one.to or plan.successor]} for one in plan.people}
        move_people(hall, wanted=wanted, at=now)
        keep_people(hall, plan.keepers, roles=HANDLING, at=now)
    closed = entry(hall.code)
    with hall_context(hall):
        uids = [case.uid for case in unfinished(plan.heirs).iterator() if heir_of(case, closed)]
        for done, uid in enumerate(uids, start=1):
            with changing(uid, actor=None, at=now) as change:
                pass_on_by(change, closed, reason=plan.document)
            advance(hall.name, done, len(uids))
        pass_on_applications(closed, at=now)
        pass_on_register(closed)
        pass_on_mandates(closed, at=now)
    return len(uids)


def _close(plan: MergerPlan, hall: Hall) -> None:
    standing = entry(hall.code)
    if standing.valid_to is None:
        ended = replace(standing.told, version=standing.version + 1, villages=villages_going(plan))
        announce_halls([replace(ended, valid_to=plan.effective, successor=plan.successor)])
    close_hall(hall, on=plan.effective, successor=plan.successor)
