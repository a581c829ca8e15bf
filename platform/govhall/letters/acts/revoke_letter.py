"""Withdrawing a letter of authorisation (授权书): from a day on, for a reason, with who takes what hangs on it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.catalogue.models import Authorisation
from govhall.catalogue.readers import LETTER_KEEPERS
from govhall.catalogue.services.authorisations import UnknownAuthorisation, letter_function
from govhall.catalogue.window_powers import begin_of
from govhall.letters.open_work import (
    Holder,
    MatterWaiting,
    after_withdrawal,
    held,
    holders,
    live_letters,
    open_cases,
)
from govhall.letters.refusals import NobodyLeft, TakerMissing, WithdrawalDay, WithdrawalUnexplained
from tenants.access import Actor
from tenants.audit import asking_address

LONGEST = 200
NAMED_AT_MOST = 3
FIELDS = [
    Field(name='letter', kind=FieldKind.UID, says='Id of the letter.', needed=True),
    Field(
        name='since',
        kind=FieldKind.DAY,
        label='从哪天起撤销',
        hint='今天就是马上；以后的日子从那天零点起。',
        says='The day; today: at this second.',
        must=True,
    ),
    Field(
        name='reason',
        kind=FieldKind.LINE,
        label='为什么撤销',
        most=LONGEST,
        says='Why; it stays with the letter.',
        needed=True,
        must=True,
    ),
    Field(
        name='taker',
        kind=FieldKind.WHOLE,
        label='由谁接着办',
        hint='没办完的件；名单里的人都持有相同的授权。',
        says='Id of the person who takes the open cases, where somebody may.',
    ),
    Field(
        name='nobody_left',
        kind=FieldKind.TICK,
        label='知道没有人接手，仍然撤销',
        says='True: although nobody is left for some of the open cases.',
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """From which day on, why, and who takes what hangs on the letter (None: nobody)."""

    since: date
    reason: str
    taker: int | None = None
    nobody_left: bool = False


@dataclass(frozen=True, slots=True)
class WhatHangs:
    """The matters with open cases that hang on a letter, and who may take them."""

    matters: list[MatterWaiting]

    @property
    def cases(self) -> int:
        """How many cases."""
        return sum(one.cases for one in self.matters)

    @property
    def takers(self) -> dict[int, Holder]:
        """Who may take some of them, by id."""
        return {holder.person_id: holder for one in self.matters for holder in one.others}

    @property
    def left(self) -> list[MatterWaiting]:
        """The matters for which nobody is left."""
        return [one for one in self.matters if not one.others]


def standing(hall: str, letter: UUID) -> Authorisation:
    """A letter of the hall that has not been withdrawn yet. Raises UnknownAuthorisation."""
    rows = Authorisation.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=timezone.now()), hall_code=hall)
    found = rows.filter(id=letter).first()
    if found is None:
        raise UnknownAuthorisation(authorisation=letter)
    return found


def what_hangs(letter: Authorisation, at: datetime) -> WhatHangs:
    """What hangs on the letter now, and who may do it by letters that hold at this moment; four statements."""
    people = holders(letter.hall_code, at)
    found = held([letter], people)
    if not found:  # its holder has left the hall: nobody works by it
        return WhatHangs([])
    return WhatHangs(after_withdrawal(found[0], open_cases(), live_letters(letter.hall_code, at, people)))


def revoke_letter(*, hall: str, revoker: Actor, letter_id: UUID, said: Withdrawal) -> Authorisation:
    """End a letter of this hall from a day on, today: at this second. Acts done before stay good.

    Raises UnknownAuthorisation, WithdrawalUnexplained, WithdrawalDay, TakerMissing, NobodyLeft, LetterNotYours.
    """
    letter, today = standing(hall, letter_id), timezone.localdate()
    if not said.reason:
        raise WithdrawalUnexplained(field='reason')
    begins = begin_of(said.since)
    if said.since < today or (letter.valid_to is not None and begins >= letter.valid_to):
        raise WithdrawalDay(field='since')
    _check_taken(what_hangs(letter, max(begins, timezone.now())), said)
    told = {
        'day': said.since.isoformat(),
        'reason': said.reason,
        'taken_over_by': said.taker,
        'address': asking_address(),
    }
    values = [revoker.person_id, hall, letter_id, json.dumps(told)]
    if not letter_function('SELECT public.catalogue_revoke_letter(%s, %s, %s, %s::jsonb)', values):
        raise UnknownAuthorisation(authorisation=letter_id)
    return letter


def _check_taken(hangs: WhatHangs, said: Withdrawal) -> None:
    if hangs.left and not said.nobody_left:
        named = '、'.join(one.name for one in hangs.left[:NAMED_AT_MOST])
        more = '等' if len(hangs.left) > NAMED_AT_MOST else ''
        raise NobodyLeft(field='nobody_left', matters=f'“{named}”{more}', cases=sum(one.cases for one in hangs.left))
    if (said.taker is None and hangs.takers) or (said.taker is not None and said.taker not in hangs.takers):
        raise TakerMissing(field='taker', cases=hangs.cases)


def choices(hangs: WhatHangs) -> Choices:
    """Who may take the open cases."""
    people = sorted((holder.name, str(number)) for number, holder in hangs.takers.items())
    return {'taker': [('', '请选择' if people else '没有人能接手'), *((number, name) for name, number in people)]}


def _do(posted: HallPosted) -> HallActDone:
    said = Withdrawal(
        since=posted['since'] or timezone.localdate(),
        reason=(posted['reason'] or '').strip(),
        taker=posted['taker'],
        nobody_left=bool(posted['nobody_left']),
    )
    revoke_letter(hall=posted.hall.code, revoker=posted.actor, letter_id=posted['letter'], said=said)
    when = '立即生效' if said.since == timezone.localdate() else f'{said.since:%Y-%m-%d} 零点起生效'
    return HallActDone(said=f'授权书已撤销，{when}；此前作出的决定仍然有效。', id=posted['letter'])


ACT = register(
    HallAct(
        label='确定撤销',
        do=_do,
        roles=LETTER_KEEPERS,
        fields=FIELDS,
        mutation='revoke_letter',
        does='Withdraw a letter from a day on, for a reason. UNKNOWN_AUTHORISATION, WITHDRAWAL_UNEXPLAINED, '
        'WITHDRAWAL_DAY, TAKER_MISSING, NOBODY_LEFT.',
    )
)
