"""Letters of authorisation: given and revoked at the person's own hall; they never leave the cell."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import ProgrammingError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from govhall.catalogue.heads import organs_to_head
from govhall.catalogue.models import Authorisation
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.selectors import matters_for
from govhall.kernel.errors import Refused
from govhall.kernel.ids import new_uid
from tenants.access import Actor
from tenants.audit import asking_address
from tenants.models import Hall, Membership


class EmptyAuthorisation(Refused):
    """A letter that gives no power, or names no document, is none."""

    code = 'EMPTY_AUTHORISATION'
    sentence = '授权书应写明文号和至少一项权限，请补充。'


class HeadOfWhich(Refused):
    """A head is the head of one organ, for which the hall acts."""

    code = 'HEAD_OF_WHICH'
    sentence = '登记机关负责人时，请选择是哪个机关的负责人，并写任职文件的文号。'


class EndsBeforeItBegins(Refused):
    """The letter's last day lies before its first."""

    code = 'ENDS_BEFORE_IT_BEGINS'
    sentence = '到期日期应晚于生效日期，请更正。'


class ToOneself(Refused):
    """Powers come from somebody else."""

    code = 'TO_ONESELF'
    sentence = '不能给自己登记授权书，请由另一位管理员登记。'


class BeginsInThePast(Refused):
    """Acts that were done without a letter are not mended by one."""

    code = 'BEGINS_IN_THE_PAST'
    sentence = '生效日期不能早于今天，请改成今天或以后。'


class NoMatterChosen(Refused):
    """Neither some matters nor all of them; or both."""

    code = 'NO_MATTER_CHOSEN'
    sentence = '请选择授权的事项，或者勾选“本大厅的全部事项”，两者选一。'


class LetterNotYours(Refused):
    """The database refused: the giver is no administrator here any more."""

    code = 'LETTER_NOT_YOURS'
    sentence = '您现在不是本大厅的管理员，不能登记或撤销授权书。请重新登录后再试。'


class NotOfThisHall(Refused):
    """The person does not work in the hall now."""

    code = 'NOT_OF_THIS_HALL'
    sentence = '这个人现在不在本大厅工作，不能给授权书。请先核对人员名单。'


class UnknownAuthorisation(Refused):
    """No letter has this id, or it was revoked before."""

    code = 'UNKNOWN_AUTHORISATION'
    sentence = '没有查到有效的授权书 {authorisation}，请核对后再撤销。'


def authorise(  # noqa: PLR0913 - a letter has these eight parts
    *,
    person_id: int,
    hall: str,
    powers: Iterable[PersonalPower],
    document: str,
    valid_from: datetime,
    matters: Iterable[str] | None = None,
    valid_to: datetime | None = None,
    grantor: str = '',
    organ: str = '',
) -> UUID:
    """Give a person at a hall powers over matters (None: all that the hall has), as owner; the id of the letter.

    `organ` is the credit code of the organ that the person heads.

    Raises EmptyAuthorisation, HeadOfWhich, EndsBeforeItBegins, NoMatterChosen. The letter gives nothing that the
    hall's own grants do not give.
    """
    given = _checked(powers, document, organ=organ, valid_from=valid_from, valid_to=valid_to)
    matters = None if matters is None else list(matters)
    if matters == []:
        raise NoMatterChosen(field='matters')
    letter = Authorisation.objects.create(
        person_id=person_id,
        hall_code=hall,
        matters=None if matters is None else sorted(set(matters)),
        powers=given,
        document=document,
        valid_from=valid_from,
        valid_to=valid_to,
        grantor=grantor,
        organ_code=organ,
    )
    return letter.id


def _checked(
    powers: Iterable[PersonalPower], document: str, *, organ: str, valid_from: datetime, valid_to: datetime | None
) -> list[str]:
    given = sorted({PersonalPower(power).value for power in powers})
    if not given or not document.strip():
        raise EmptyAuthorisation(field='document' if given else 'powers')
    if (PersonalPower.HEAD in given) != bool(organ):
        raise HeadOfWhich(field='organ')
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeItBegins(field='valid_to')
    return given


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """A letter as the paper has it, from one day to the end of another; `all_matters` is chosen, never the default."""

    person_id: int
    powers: Collection[PersonalPower]
    document: str
    valid_from: date
    matters: Collection[str] = ()
    all_matters: bool = False
    valid_to: date | None = None
    grantor: str = ''
    organ: str = ''


def give_in(*, hall: Hall, giver: Actor, paper: LetterPaper) -> UUID:
    """Give somebody else who works in the hall now a letter; who gave it stays with it, and in the audit.

    Raises ToOneself, BeginsInThePast, NoMatterChosen, NotOfThisHall, UnknownMatter beside what `authorise` raises. The
    database checks giver, person and day once more.
    """
    if paper.person_id == giver.person_id:
        raise ToOneself(field='person')
    if not Membership.objects.live(timezone.now()).filter(hall=hall, person_id=paper.person_id).exists():
        raise NotOfThisHall(field='person')
    if paper.organ and paper.organ not in dict(organs_to_head(hall.code, hall.area_code)):
        raise HeadOfWhich(field='organ')
    _check_matters(hall, paper)
    zone = timezone.get_current_timezone()
    begins = datetime.combine(paper.valid_from, time.min, zone)
    ends = datetime.combine(paper.valid_to, time.max, zone) if paper.valid_to else None
    powers = _checked(paper.powers, paper.document, organ=paper.organ, valid_from=begins, valid_to=ends)
    if paper.valid_from < timezone.localdate():
        raise BeginsInThePast(field='valid_from')
    uid = new_uid()
    letter = {
        'id': str(uid),
        'person_id': paper.person_id,
        'hall_code': hall.code,
        'matters': None if _all_matters(paper) else sorted(set(paper.matters)),
        'powers': powers,
        'grantor': paper.grantor,
        'organ_code': paper.organ,
        'document': paper.document,
        'valid_from': begins.isoformat(),
        'valid_to': ends.isoformat() if ends else None,
        'address': asking_address(),
    }
    _called('SELECT public.catalogue_give_letter(%s, %s::jsonb)', [giver.person_id, json.dumps(letter)])
    return uid


def _all_matters(paper: LetterPaper) -> bool:
    """Chosen; or a head by office, who is no less of one for some matters."""
    return paper.all_matters or (set(paper.powers) == {PersonalPower.HEAD} and not paper.matters)


def _check_matters(hall: Hall, paper: LetterPaper) -> None:
    if bool(paper.matters) == _all_matters(paper):
        raise NoMatterChosen(field='matters')
    known = {info.code for info in matters_for(hall.code)} if paper.matters else set()
    for code in paper.matters:
        if code not in known:
            raise UnknownMatter(field='matters', matter=code)


def revoke(*, authorisation_id: UUID, at: datetime) -> None:
    """End a letter from this moment on, as owner; acts done before stay good. Raises UnknownAuthorisation."""
    standing = Authorisation.objects.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), id=authorisation_id)
    if not standing.update(revoked_at=at):
        raise UnknownAuthorisation(authorisation=authorisation_id)


def revoke_in(*, hall: str, revoker: Actor, authorisation_id: UUID) -> None:
    """End a letter of this hall and of no other at this second. Raises UnknownAuthorisation, LetterNotYours."""
    values = [revoker.person_id, hall, authorisation_id, asking_address()]
    if not _called('SELECT public.catalogue_revoke_letter(%s, %s, %s, %s)', values):
        raise UnknownAuthorisation(authorisation=authorisation_id)


def _called(statement: str, values: list[Any]) -> object:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]
    except ProgrammingError as refused:
        if getattr(refused.__cause__, 'sqlstate', '') != '42501':
            raise
        raise LetterNotYours from refused
