"""Letters of authorisation: given and revoked at the person's own hall; they never leave the cell."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from govhall.catalogue.heads import organs_to_head
from govhall.catalogue.models import Authorisation
from govhall.catalogue.refusals import UnknownMatter
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.selectors import matters_for
from govhall.kernel.errors import Refused
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
    """Give a person at a hall powers over matters (None: all that the hall has); the id of the letter.

    `organ` is the credit code of the organ that the person heads.

    Raises EmptyAuthorisation, HeadOfWhich and EndsBeforeItBegins. The letter gives nothing that the grants do not give.
    """
    given = sorted({PersonalPower(power).value for power in powers})
    if not given or not document.strip():
        raise EmptyAuthorisation(field='document' if given else 'powers')
    if (PersonalPower.HEAD in given) != bool(organ):
        raise HeadOfWhich(field='organ')
    if valid_to is not None and valid_to <= valid_from:
        raise EndsBeforeItBegins(field='valid_to')
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


def give_in(  # noqa: PLR0913 - as `authorise`
    *,
    hall: Hall,
    person_id: int,
    powers: Iterable[PersonalPower],
    document: str,
    valid_from: date,
    matters: Collection[str] = (),
    valid_to: date | None = None,
    grantor: str = '',
    organ: str = '',
) -> UUID:
    """Give somebody who works in the hall now a letter from one day to the end of another; no matters: all of them.

    Raises NotOfThisHall and UnknownMatter beside what `authorise` raises.
    """
    if not Membership.objects.live(timezone.now()).filter(hall=hall, person_id=person_id).exists():
        raise NotOfThisHall(field='person')
    if organ and organ not in dict(organs_to_head(hall.code, hall.area_code)):
        raise HeadOfWhich(field='organ')
    known = {info.code for info in matters_for(hall.code)}
    for code in matters:
        if code not in known:
            raise UnknownMatter(field='matters', matter=code)
    zone = timezone.get_current_timezone()
    return authorise(
        person_id=person_id,
        hall=hall.code,
        powers=powers,
        matters=matters or None,
        document=document,
        grantor=grantor,
        organ=organ,
        valid_from=datetime.combine(valid_from, time.min, zone),
        valid_to=datetime.combine(valid_to, time.max, zone) if valid_to else None,
    )


def revoke(*, authorisation_id: UUID, at: datetime) -> None:
    """End a letter from this moment on; acts done before stay good. Raises UnknownAuthorisation."""
    standing = Authorisation.objects.filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), id=authorisation_id)
    if not standing.update(revoked_at=at):
        raise UnknownAuthorisation(authorisation=authorisation_id)


def revoke_in(*, hall: str, authorisation_id: UUID, at: datetime) -> None:
    """End a letter of this hall and of no other, as `revoke`. Raises UnknownAuthorisation."""
    if not Authorisation.objects.filter(id=authorisation_id, hall_code=hall).exists():
        raise UnknownAuthorisation(authorisation=authorisation_id)
    revoke(authorisation_id=authorisation_id, at=at)
