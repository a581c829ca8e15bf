"""An upgrade of all halls: what is to change, by which script, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from govhall.kernel.errors import Later
from tenants.models import Hall
from tenants.release import held
from tenants.release.dangers import refuse_unsafe
from tenants.release.held import Group
from tenants.release.history import fingerprint, history
from tenants.release.progress import Say, shares_of
from tenants.release.rehearsal import rehearse
from tenants.release.replay import HallUpgrade, UpgradeOutcome, carry_out
from tenants.release.script import Script

ONE_AT_A_TIME = 7_301_984  # the advisory lock of upgrades
AGAIN = 3  # how often what was not as noted is taken up with its real plan


class UpgradeRunning(Later):
    """Another process is upgrading the halls of this cell now."""


def upgrade_halls(say: Say) -> dict[str, str]:
    """Bring all halls to this release's migrations and rights; by hall why one is not there. Safe to repeat and kill.

    Raises UpgradeRunning, and UnsafeMigrations before any hall is touched.
    """
    failed: dict[str, str] = {}
    with _alone():
        looked = held.record_unknown()
        if looked:
            say(f'halls: looked into {looked} whose state was not noted')
        for _ in range(AGAIN):
            behind = _behind()
            if not behind:
                break
            outcomes = [_bring(group, say) for group in behind]
            failed = {code: why for outcome in outcomes for code, why in outcome.failed.items()}
            if not any(outcome.stale for outcome in outcomes):
                break
        else:
            failed |= {'': 'halls change while they are upgraded: does another release run?'}
    if not failed:
        say(f'halls: {sum(group.halls for group in held.groups())} have all migrations and rights')
    return failed


def _behind() -> list[Group]:
    """What lacks migrations or rights of this release, after a look whether one hall of each is as noted."""
    for group in _others():
        if fingerprint(_applied(group)) != group.plan:
            held.record_all(held.of_group(group))  # somebody has migrated by hand
    return [group for group in _others() if _lacks(group)]


def _others() -> list[Group]:
    wanted = (history().target, held.rights_version())
    return [group for group in held.groups() if (group.plan, group.rights) != wanted]


def _lacks(group: Group) -> bool:
    """A hall from a newer release lacks nothing although its plan is another one."""
    return group.rights != held.rights_version() or bool(history().of_halls.keys() - _applied(group))


def _applied(group: Group) -> frozenset[tuple[str, str]]:
    schema = Hall.objects.values_list('schema_name', flat=True).get(pk=group.example)
    return held.applied_in([schema]).get(schema, frozenset())


def _bring(group: Group, say: Say) -> UpgradeOutcome:
    known, applied = history(), _applied(group)
    missing = [key for key in known.of_halls if key not in applied]
    steps = rehearse(applied) if missing else ()
    refuse_unsafe(known, steps)
    script = Script(steps)
    rights = held.rights_version()
    to_plan = fingerprint({*applied, *missing})
    change = HallUpgrade(group.plan, to_plan, script, rights, script.makes_tables or group.rights != rights)
    names = ', '.join('.'.join(key) for key in missing) or 'rights only'
    say(f'halls: {group.halls} to change ({names})')
    return carry_out(change, list(held.of_group(group)), shares_of(group.halls, say))


@contextmanager
def _alone() -> Iterator[None]:
    """Two upgrades would only keep each other waiting; the lock goes with the connection, also after kill -9."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_try_advisory_lock(%s)', [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise UpgradeRunning('another upgrade of the halls is running in this database; wait until it has ended')
        try:
            yield
        finally:
            cursor.execute('SELECT pg_advisory_unlock(%s)', [ONE_AT_A_TIME])
