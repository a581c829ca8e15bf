"""Withdrawing a power by date (收回): it ends with the beginning of a day, and takes effect when it has come back."""

from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.timezone import localdate

from federation.directory.selectors import children
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.exchange.cells import BadCell
from govhall.catalogue.exchange.grants import COLUMNS, grant_row, is_highest, read_grant
from govhall.catalogue.models import Grant, Matter
from govhall.catalogue.readers import MANAGERS
from govhall.catalogue.services.grant_end import NoSuchGrant
from govhall.catalogue.services.publication import publish
from govhall.kernel.errors import Refused
from tenants.audit import Action

log = structlog.get_logger(__name__)
FIELDS = [
    Field(name='grant', kind=FieldKind.UID, says='Id of the grant.', needed=True),
    Field(
        name='until',
        kind=FieldKind.DAY,
        label='从哪天起收回',
        hint='从这一天零点起不能再用；以前收的件照常办完。',
        missing='请选择收回的日期。',
        wrong='请填写日期，例如 2026-12-01。',
        says='It gives nothing from this day on.',
        needed=True,
        must=True,
    ),
]


class WrongWithdrawalDate(Refused):
    """The last day lies before the first or in the past, or the grant has ended by then."""

    code = 'WRONG_WITHDRAWAL_DATE'
    sentence = '终止日期应在生效日期之后、不早于今天，并早于现在的终止日期，请更正。'


class GrantChanged(Refused):
    """The grant is another than the page showed."""

    code = 'GRANT_CHANGED'
    status = 409
    sentence = '这项权力刚刚有变化，您看到的不是最新内容。请刷新页面后再收回。'


def may_withdraw(hall: str, grant: Grant, *, at: datetime) -> bool:
    """Whether the grant is this hall's to withdraw and has not ended: of a hall directly below, or of the highest."""
    below = {child.code for child in children(hall)} | ({hall} if is_highest(hall) else set())
    return grant.hall_code in below and (grant.valid_to is None or grant.valid_to > at)


def withdraw_grant(*, hall: str, grant_id: UUID, until: date, version: int | None = None) -> Grant:
    """Let a grant that this hall gave end with the beginning of a day; running cases go on by their own rule.

    `version` is what the person's page showed. Raises NoSuchGrant, also for a grant of a hall that is not directly
    below; GrantChanged; WrongWithdrawalDate; BadCell.
    """
    with transaction.atomic():
        halls = [hall, *(child.code for child in children(hall))]
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
        publish(wanted)
        return grant


def _do(posted: HallPosted) -> HallActDone:
    until, version, hall = posted['until'], posted.data.get('version'), posted.hall.code
    try:
        grant = withdraw_grant(hall=hall, grant_id=posted['grant'], until=until, version=version)
    except BadCell as refusal:
        refusal.field = 'until'  # no column of the list is asked here
        raise
    log.info('grant_withdrawn', hall=hall, person=posted.actor.person_id, outcome=str(grant.id))
    return HallActDone(
        said=f'已收回，{until:%Y年%-m月%-d日}起不再有效。正在发往各级大厅，几秒钟后刷新可以看到。',
        id=grant.id,
        about=Matter.objects.get(code=grant.matter_code).name,
        detail={'grant': str(grant.id), 'until': until.isoformat()},
    )


ACT = register(
    HallAct(
        label='收回',
        do=_do,
        roles=MANAGERS,
        action=Action.GRANT_CHANGED,
        fields=FIELDS,
        mutation='withdraw_grant',
        does='Withdraw a power by date (收回). NO_SUCH_GRANT, WRONG_WITHDRAWAL_DATE, BAD_CELL.',
    )
)
