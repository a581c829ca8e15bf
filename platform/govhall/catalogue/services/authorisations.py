"""Letters of authorisation: given and revoked at the person's own hall; they never leave the cell.

What administrators do on pages stands in `acts/`; here is what owners of the database do, and what both share.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import ProgrammingError, connection, transaction
from django.db.models import Q

from govhall.catalogue.models import Authorisation
from govhall.catalogue.rules import PersonalPower
from govhall.kernel.errors import Refused


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


class NoMatterChosen(Refused):
    """Neither some matters nor all of them; or both."""

    code = 'NO_MATTER_CHOSEN'
    sentence = '请选择授权的事项，或者勾选“本大厅的全部事项”，两者选一。'


class LetterNotYours(Refused):
    """The database refused: the giver is no administrator here any more."""

    code = 'LETTER_NOT_YOURS'
    sentence = '您现在不是本大厅的管理员，不能登记或撤销授权书。请重新登录后再试。'


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
    given = checked(powers, document, organ=organ, valid_from=valid_from, valid_to=valid_to)
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


def checked(
    powers: Iterable[PersonalPower], document: str, *, organ: str, valid_from: datetime, valid_to: datetime | None
) -> list[str]:
    """The powers of a letter whose parts fit. Raises EmptyAuthorisation, HeadOfWhich, EndsBeforeItBegins."""
    given = sorted({PersonalPower(power).value for power in powers})
    if not given or not document.strip():
        raise EmptyAuthorisation(field='document' if given else 'powers')
    if (PersonalPower.HEAD in given) != bool(organ):
        raise HeadOfWhich(field='organ')
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeItBegins(field='valid_to')
    return given


def revoke(*, authorisation_id: UUID, at: datetime) -> None:
    """End a letter from this moment on, as owner; acts done before stay good. Raises UnknownAuthorisation."""
    standing = Authorisation.objects.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), id=authorisation_id)
    if not standing.update(revoked_at=at):
        raise UnknownAuthorisation(authorisation=authorisation_id)


def letter_function(statement: str, values: list[Any]) -> object:
    """What a function of the database answers that gives or revokes a letter. Raises LetterNotYours."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]
    except ProgrammingError as refused:
        if getattr(refused.__cause__, 'sqlstate', '') != '42501':
            raise
        raise LetterNotYours from refused
