"""Who heads an organ (机关负责人): approves what the law leaves to the head, as the extension (行政许可法 §42)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models

from govhall.catalogue.models import Authorisation, Grant, Organ
from govhall.catalogue.organs import OrganKind
from govhall.catalogue.rules import PersonalPower
from govhall.kernel.errors import Refused
from tenants.models import Person


class NotTheHead(Refused):
    """The person is not the head of the organ that has to approve."""

    code = 'NOT_THE_HEAD'
    status = 403
    sentence = '要由{organ}负责人批准，您没有登记为它的负责人。{who}'


def approving_organs(organ: str, *, joint: bool) -> list[Organ]:
    """The organs whose head approves an extension: the deciding one, or the government of its area if it is joint.

    A government that decides itself approves itself. Empty where the catalogue does not know the organ yet.
    """
    own = Organ.objects.filter(credit_code=organ).first()
    if own is None or not joint or own.kind == OrganKind.GOVERNMENT:
        return [own] if own else []
    return list(Organ.objects.filter(kind=OrganKind.GOVERNMENT, area_code=own.area_code))


def is_head(*, person_id: int, hall: str, organ: str, joint: bool, at: datetime) -> tuple[bool, str]:
    """Whether `require_head` would let the person pass; else its sentence, which a page may show."""
    try:
        require_head(person_id=person_id, hall=hall, organ=organ, joint=joint, at=at)
    except NotTheHead as refusal:
        return False, str(refusal)
    return True, ''


def require_head(*, person_id: int, hall: str, organ: str, joint: bool, at: datetime) -> UUID:
    """The letter that makes the person the head who may approve. Raises NotTheHead, which names who may."""
    organs = approving_organs(organ, joint=joint)
    codes = [row.credit_code for row in organs] or ([] if joint else [organ])
    letters = _letters(hall, codes, at)
    own = letters.filter(person_id=person_id).first()
    if own is not None:
        return own.id
    raise NotTheHead(organ=said(organs, joint=joint), who=who_may(hall, codes, at))


def said(organs: Iterable[Organ], *, joint: bool) -> str:
    """The organ as a sentence names it."""
    return '、'.join(organ.name for organ in organs) or ('本级人民政府' if joint else '作出决定的机关')


def who_may(hall: str, organs: list[str], at: datetime) -> str:
    """A sentence: to whom to go, or what the administrator has to enter."""
    people = _letters(hall, organs, at).values('person_id')
    names = '、'.join(Person.objects.filter(pk__in=people).order_by('pk').values_list('name', flat=True))
    return f'请交{names}批准。' if names else '本大厅还没有登记这位负责人，请管理员在“授权书”中按任职文件登记。'


def organs_to_head(hall: str, area: str) -> list[tuple[str, str]]:
    """Code and name of the organs of which somebody at the hall may be the head: those it acts for, and governments."""
    acting = Grant.objects.filter(hall_code=hall).values('organ_code')
    rows = Organ.objects.filter(credit_code__in=acting) | Organ.objects.filter(
        kind=OrganKind.GOVERNMENT, area_code=area
    )
    return list(rows.order_by('name').values_list('credit_code', 'name'))


def _letters(hall: str, organs: list[str], at: datetime) -> models.QuerySet[Authorisation]:
    live = Authorisation.objects.live(at)
    return live.filter(hall_code=hall, organ_code__in=organs, powers__contains=[PersonalPower.HEAD])
