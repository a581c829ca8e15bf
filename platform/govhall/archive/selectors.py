"""Reads of a hall's archive: what lies there, what its term has passed, and a package for who may have it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from govhall.archive.models import CaseArchive
from govhall.archive.package_check import faults
from govhall.archive.package_store import get
from govhall.casework.models import Case
from govhall.casework.rules.transitions import NotYourRole
from govhall.casework.selectors import of_visible
from govhall.casework.services.change import Change
from govhall.casework.sight import require_people
from govhall.kernel import typed
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import readings
from govhall.look.pages import Keyset
from tenants.access import Actor
from tenants.context import current_hall
from tenants.roles import Role

# Each order has its index: archive_by_time, and the one that keeps a number's versions apart.
NEWEST_FIRST = Keyset({'at': datetime, 'uid': UUID}, size=50, descending=True)
OLDEST_FIRST = Keyset({'at': datetime, 'uid': UUID}, size=50)
BY_NUMBER = Keyset({'number': str, 'version': int}, size=50)
KEEPERS = frozenset({Role.CHIEF, Role.APPROVER})  # may take a package, which holds people's data
READERS = KEEPERS | {Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR}


class NoSuchArchive(Refused):
    """The archive has no such file (卷)."""

    code = 'NO_SUCH_ARCHIVE'
    status = 404
    sentence = '档案里没有这一卷，请核对档号或办件编号。'


class PackageUnsound(Refused):
    """A package that is not what was recorded is not handed out."""

    code = 'PACKAGE_UNSOUND'
    status = 409
    sentence = '这一卷没有通过检查（{faults}），不能取出，请联系系统管理员。'


def packages(actor: Actor, *, passed: date | None = None) -> QuerySet[CaseArchive]:
    """The files of cases that the person may open, or those whose term is over on the day `passed`."""
    files = of_visible(CaseArchive.objects.select_related('case'), actor)
    return files.filter(keep_until__lt=passed) if passed else files


def find_packages(number: str, actor: Actor) -> QuerySet[CaseArchive]:
    """The versions of the file with this 档号 or case number. Raises NoSuchArchive."""
    wanted = typed.line(typed.narrow(number)).replace(' ', '').upper()  # a 档号 has dashes
    files = of_visible(CaseArchive.objects.select_related('case'), actor)
    found = files.filter(Q(number=wanted) | Q(case__number__in=readings(typed.code(number))))
    if not wanted or not found.exists():
        raise NoSuchArchive(field='number')
    return found


def count_passed(day: date, actor: Actor) -> int:
    """How many files have passed their term on this day."""
    return packages(actor, passed=day).values('number').distinct().count()


def checked(uid: UUID, actor: Actor) -> tuple[CaseArchive, list[str]]:
    """A file and what is wrong with its package; nothing if it is sound. Raises NoSuchArchive."""
    found = of_visible(CaseArchive.objects.select_related('case'), actor).filter(uid=uid).first()
    if found is None:
        raise NoSuchArchive
    return found, faults(found)


def take_out(uid: UUID, *, actor: Actor, at: datetime | None = None) -> tuple[CaseArchive, bytes]:
    """The opened package of a file; who took it stands in the course of the case.

    Raises NotYourRole, NoSuchArchive, PackageUnsound, PeopleNotShown.
    """
    if not actor.roles & KEEPERS:
        raise NotYourRole
    found, wrong = checked(uid, actor)
    if wrong:
        raise PackageUnsound(faults='；'.join(wrong))
    with transaction.atomic():
        case, at = Case.objects.select_for_update().get(uid=found.case_id), at or timezone.now()
        require_people(actor, case, at)
        change = Change(case, hall=current_hall(), actor=actor, at=at)
        change.append('archive_opened', number=found.number, version=found.version, package=found.hash)
        change.write_events()
        return found, get(found.hash)
