"""Serving the result on the applicant, where the papers were handed in (送达, 行政许可法 §44)."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from federation.contracts.case import Delivered
from federation.contracts.records import Served
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, PostedAct, register
from govhall.casework.models import Case
from govhall.casework.rules.states import State
from govhall.casework.rules.transitions import ANYWHERE, GRANTED, Transition, transition
from govhall.casework.services.change import Change, changing
from govhall.casework.services.delivery import papers_to_serve
from govhall.casework.services.home import home
from govhall.casework.services.licence import require_licence
from govhall.casework.situation import Situation
from govhall.documents.rules.service import LONGEST_REFERENCE, Service, WayOfService
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.roles import Role

DELIVER = transition(
    Transition(
        name='deliver',
        course='送达申请人',
        states=GRANTED | {State.REFUSED, State.NOT_ACCEPTED},
        to=State.DELIVERED,
        roles=frozenset({Role.CLERK, Role.CHIEF, Role.AGENT}),
        custody=ANYWHERE,
        document='09',
        article='行政许可法第四十四条',
    )
)
FIELDS = [
    Field(
        name='way',
        kind=FieldKind.CHOICE,
        label='送达方式',
        choices=[(way.value, way.label) for way in WayOfService],
        wrong='没有这种送达方式，请重新选择。',
        says=f'One of {", ".join(WayOfService)}; direct if absent.',
        widget='service',
    ),
    Field(
        name='reference',
        kind=FieldKind.LINE,
        label='邮件号、受托机关或公告载体',
        most=LONGEST_REFERENCE,
        says='Number of the letter by post, the organ entrusted, or where it was published.',
        widget='none',
    ),
    Field(
        name='consented',
        kind=FieldKind.TICK,
        label='同意电子送达',
        says='The applicant agreed to electronic service.',
        widget='none',
    ),
]


class NotOrigin(Refused):
    """Only the hall of origin, or the one that it was merged into, delivers."""

    code = 'NOT_ORIGIN'
    status = 409
    sentence = '结果由当初收件的大厅送达，这里不用办。'


BY_HAND = Service()


def deliver_case(
    *, uid: UUID, version: int, actor: Actor, service: Service = BY_HAND, at: datetime | None = None
) -> Case:
    """Serve the result and note how, and which papers (送达回证); the halls on the road learn it.

    Raises LicenceNotMade, ReferenceMissing, ReferenceTooLong, ConsentMissing.
    """
    at = at or timezone.now()
    service = service.checked()
    with changing(uid, actor=actor, at=at, version=version) as change:
        if home(change.case) != change.hall.code:
            raise NotOrigin
        require_licence(change.case)
        hand_over_result(change, service)
        return change.case


def hand_over_result(change: Change, service: Service = BY_HAND) -> None:
    """The service itself, inside a change: case, event, paper and the halls on the road say the same of it."""
    case = change.case
    served = Served(way=service.way.value, reference=service.reference, papers=papers_to_serve(case))
    case.service_data = plain(served)
    change.perform(DELIVER, way=served.way, reference=served.reference, served=served.papers)
    case.delivered_at = change.at
    for hall in case.neighbours:
        change.send(hall, Delivered(hall=change.hall.code, at=change.at, served=served))


def _service(posted: PostedAct) -> Service:
    return Service(WayOfService(posted['way'] or WayOfService.DIRECT), posted['reference'], posted['consented'])


def _offer(now: Situation) -> Button | None:
    waits = now.is_home and now.case.delivered_at is None and not now.awaits_licence
    if DELIVER not in now.allowed or not waits:
        return None
    return Button(ACT, '送达', '把结果交给申请人，请对方签收')


ACT = register(
    Act(
        word='deliver',
        place=30,
        do=lambda posted: deliver_case(**posted.frame, service=_service(posted)),
        afterwards=lambda case: '已送达。请申请人评价这次办事。',
        offer=_offer,
        fields=FIELDS,
        mutation='deliver_case',
        does='The result was served on the applicant (送达). REFERENCE_MISSING, CONSENT_MISSING.',
    )
)
