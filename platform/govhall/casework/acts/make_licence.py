"""Making the certificate of a grant (制证) where it was decided; told down to where it is handed over (§39, §44)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Licensed
from federation.contracts.records import Licence
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.models import Case
from govhall.casework.rules.clocks import delivery_limit
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import Transition, transition
from govhall.casework.sentences import home_of, stands_here
from govhall.casework.services.called import certificate_of
from govhall.casework.services.change import changing
from govhall.casework.services.licence import licence_granted
from govhall.casework.situation import Situation
from govhall.catalogue.rules import MAKES_CERTIFICATES, Power
from govhall.documents.addresses import address_of
from govhall.kernel.calendars import CALENDARS
from govhall.kernel.china import CHINA
from govhall.kernel.structures import plain
from govhall.licences.rules.making import LONGEST_NUMBER, NothingToMake, NumberTooLong
from govhall.licences.services.register import note_made
from govhall.look.days import say_day
from tenants.access import Actor
from tenants.roles import Role


def certificate_in(data: Mapping[str, Any]) -> str:
    """The certificate that an event names, with its number."""
    number = data.get('licence_number') or data.get('number', '')
    return f'{data["licence"]} {number}'.strip()


MAKE_LICENCE = transition(
    Transition(
        name='make_licence',
        course='制证',
        states=frozenset({State.APPROVED}),
        to=State.LICENSED,
        roles=frozenset({Role.CLERK, Role.CHIEF, Role.APPROVER}),
        power=Power.DECIDE,
        document='A8',
        by_letter=False,
        letter=MAKES_CERTIFICATES,
        article='行政许可法第三十九条',
        detail=certificate_in,
    )
)
NUMBER = Field(
    name='number',
    kind=FieldKind.LINE,
    label='证件上印的编号',
    aside='（没有印就不填，系统会编号）',
    most=LONGEST_NUMBER,
    says='The number printed on it; none: it is numbered here.',
)


def make_licence(*, uid: UUID, version: int, actor: Actor, number: str = '', at: datetime | None = None) -> Case:
    """Make the certificate; `number` is the one printed on it, or empty for the number of its sealed file.

    The maker's letter must give 制证权; it is recorded in the event and with the seal. Raises NothingToMake,
    NumberTooLong, LicenceNumberTaken, NoAuthorisation, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case, outcome = change.case, change.case.outcome
        name = certificate_of(case)
        if not name or outcome is None or outcome.kind != 'approved' or outcome.hall != change.hall.code:
            raise NothingToMake
        printed = number.strip()
        if len(printed) > LONGEST_NUMBER:
            raise NumberTooLong(field='number', most=LONGEST_NUMBER)
        change.perform(MAKE_LICENCE, licence=name, licence_number=printed)
        paper = change.drafts[-1].notice
        licence = Licence(
            name=name,
            number=printed or paper.number,
            at=at,
            hall=change.hall.code,
            by=actor.name,
            valid_until=outcome.valid_until,
            paper=paper.number,
            check=address_of(change.hall.code, paper),
        )
        case.licence_data = plain(licence)
        note_made(licence_granted(case, outcome, name), licence.number, on=at.astimezone(CHINA).date())
        for hall in case.neighbours:
            change.send(hall, Licensed(licence=licence))
        return case


def _offer(now: Situation) -> Button | None:
    case, outcome = now.case, now.case.outcome
    if MAKE_LICENCE not in now.allowed or outcome is None or outcome.hall != now.hall.code or not now.awaits_licence:
        return None
    last = delivery_limit(outcome.at.astimezone(CHINA).date(), CALENDARS.of(case.area)).day
    leads = f'{say_day(last, today=timezone.localdate(now.at))}前要送到申请人手里' + (
        '' if now.is_home else '；做好后由收件的大厅发给申请人'
    )
    return Button(ACT, f'制作{now.matter.certificate}', leads)


def _explain(now: Situation) -> str:
    if not now.awaits_licence:
        return ''
    outcome = now.case.outcome
    decider = now.name(outcome.hall) if outcome else ''
    return f'等{decider}制作{now.matter.certificate}，由持有制证权的人员办理；做好后才能送达。'


def _afterwards(case: Case) -> str:
    number = f'证件已制作，编号 {case.licence.number if case.licence else ""}。'
    if stands_here(case):
        return f'{number}请交给申请人，再点“送达”。'
    return f'{number}结果会送到{home_of(case)}，由那里发给申请人。'


ACT = register(
    Act(
        word='make-licence',
        place=-4,
        do=lambda posted: make_licence(**posted.frame, number=posted['number']),
        afterwards=_afterwards,
        offer=_offer,
        explain=_explain,
        fields=[NUMBER],
        mutation='make_licence',
        does='Make the certificate of a grant (制证); the letter must give 制证权. NOTHING_TO_MAKE, NO_AUTHORISATION.',
    )
)
