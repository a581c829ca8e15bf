"""Giving and withdrawing one grant, by the same checks as the list of grants; it takes effect when it has come back."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from federation.directory.selectors import children
from federation.outbox.services import publish_entry
from govhall.catalogue.entries import topic_key
from govhall.catalogue.exchange.cells import Cells
from govhall.catalogue.exchange.grants import COLUMNS, grant_row, is_highest, read_grant
from govhall.catalogue.models import Grant, Matter
from govhall.catalogue.services.ending import NoSuchGrant
from govhall.kernel.errors import Refused


class WrongWithdrawalDate(Refused):
    """The last day lies before the first or in the past, or the grant has ended by then."""

    code = 'WRONG_WITHDRAWAL_DATE'
    sentence = '终止日期应在生效日期之后、不早于今天，并早于现在的终止日期，请更正。'


def give_grant(*, hall: str, cells: Cells) -> UUID:
    """Give a hall directly below a power, or change the one that it has; the id of the grant.

    `cells` are by the columns of the list. Raises BadCell (field: the column), BadGrant.
    """
    with transaction.atomic():
        _, wanted = read_grant(hall, dict.fromkeys(COLUMNS, '') | cells)
        publish_entry('catalogue', key=topic_key(wanted), message=wanted)
        return wanted.id


class GrantChanged(Refused):
    """The grant is another than the page showed."""

    code = 'GRANT_CHANGED'
    sentence = '这项权力刚刚有变化，您看到的不是最新内容。请刷新页面后再收回。'


def may_withdraw(hall: str, grant: Grant, *, at: datetime) -> bool:
    """Whether the grant is this hall's to withdraw and has not ended: of a hall directly below, or of the highest."""
    below = {one.code for one in children(hall)} | ({hall} if is_highest(hall) else set())
    return grant.hall_code in below and (grant.valid_to is None or grant.valid_to > at)


def withdraw_grant(*, hall: str, grant_id: UUID, until: date, version: int | None = None) -> None:
    """Let a grant that this hall gave end with the beginning of a day; running cases go on by their own rule.

    `version` is what the person's page showed. Raises NoSuchGrant, also for a grant of a hall that is not directly
    below; GrantChanged; WrongWithdrawalDate; BadCell.
    """
    with transaction.atomic():
        halls = [hall, *(one.code for one in children(hall))]
        grant = Grant.objects.filter(id=grant_id, hall_code__in=halls).first()
        if grant is None:
            raise NoSuchGrant(field='grant', grant=grant_id)
        if version is not None and grant.version != version:
            raise GrantChanged
        first, last = localdate(grant.valid_from), localdate(grant.valid_to) if grant.valid_to else date.max
        if not max(first + timedelta(days=1), localdate()) <= until < last:
            raise WrongWithdrawalDate(field='until')
        row = grant_row(grant, Matter.objects.get(code=grant.matter_code))
        cells = dict(zip(COLUMNS, row, strict=True)) | {'终止日期': until.isoformat()}
        _, wanted = read_grant(hall, cells)
        publish_entry('catalogue', key=topic_key(wanted), message=wanted)
