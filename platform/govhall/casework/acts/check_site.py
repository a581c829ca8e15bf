"""A check on the spot by two officers (现场核查, 行政许可法 §34): no special procedure, and it stops no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import replace as but
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from federation.contracts.records import Officer
from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, PostedAct, register
from govhall.casework.asked import opinion
from govhall.casework.models import Case
from govhall.casework.rules import hearings
from govhall.casework.rules.site_checks import Visit, recorded
from govhall.casework.rules.transitions import REVIEWING, UNDER_WAY, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.situation import Situation
from govhall.catalogue.rules import Power
from govhall.kernel.chain import text_digest
from govhall.kernel.china import CHINA
from govhall.kernel.errors import Refused
from govhall.kernel.structures import plain
from tenants.access import Actor
from tenants.context import current_hall
from tenants.models import Membership


def _in_course(data: Mapping[str, Any]) -> str:
    signed = '申请人已签字' if data['signed'] else '申请人没有签字'
    return f'{data["on"]}，{"、".join(data["names"])}，{signed}；时限照常计算'


CHECK_SITE = transition(
    Transition(
        name='check_site',
        course='现场核查',
        states=UNDER_WAY,
        roles=REVIEWING,
        power=Power.ACCEPT,
        of_department=True,
        article='行政许可法第三十四条',
        detail=_in_course,
    )
)
FIELDS = [
    Field(name='day', kind=FieldKind.DAY, label='哪天去的', says='The day of the check.', needed=True, must=True),
    Field(
        name='place',
        kind=FieldKind.LINE,
        label='地点',
        most=100,
        says='Where. At most 100 characters.',
        needed=True,
        must=True,
    ),
    Field(
        name='officers',
        kind=FieldKind.NUMBERS,
        label='谁去的',
        aside='（两名以上工作人员）',
        says='Ids of memberships; two or more.',
        needed=True,
        widget='officers',
    ),
    but(opinion('看到的情况', 'What they found.'), must=True),
    Field(
        name='signed',
        kind=FieldKind.TICK,
        label='申请人已在核查记录上签字',
        aside='申请人签字',
        says='Whether the applicant signed the record.',
        needed=True,
    ),
    Field(
        name='reason',
        kind=FieldKind.LINE,
        label='没有签字的原因',
        aside='（已签字就不填）',
        most=300,
        says='Why the applicant did not sign.',
    ),
]


class UnknownOfficer(Refused):
    """Somebody who does not work in this hall."""

    code = 'UNKNOWN_OFFICER'
    sentence = '选中的人员里有人不在本大厅工作，请重新选择。'


def officers_of(hall: str, at: datetime) -> list[Officer]:
    """Who may be named in a record: the people who work in the hall, by name."""
    people = Membership.objects.live(at).filter(hall__code=hall, point='').select_related('person')
    return [Officer(membership=person.pk, name=person.person.name) for person in people.order_by('person__name', 'pk')]


def record_site_check(  # noqa: PLR0913 - the frame of every act, and the parts of a record
    *,
    uid: UUID,
    version: int,
    actor: Actor,
    on: date | None,
    place: str,
    officers: Iterable[int],
    finding: str,
    signed: bool,
    why_not: str = '',
    at: datetime | None = None,
) -> Case:
    """Keep the record of a check by two officers or more (ids of memberships of this hall); no clock stops.

    Raises TooFewOfficers, UnknownOfficer, SiteRecordIncomplete, ReviewerIsHost, and what the frame raises.
    """
    at = at or timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        named = _named(officers, at)
        hearings.check_not_host(change.case.hearing, [officer.name for officer in named])
        visit = Visit(on, place, named, finding, signed, why_not)
        record = recorded(visit, hall=change.hall.code, today=at.astimezone(CHINA).date())
        # As with opinions: the finding is sealed with the case, its hash stands in the event.
        change.perform(
            CHECK_SITE,
            on=str(record.on),
            officers=[officer.membership for officer in record.officers],
            names=[officer.name for officer in record.officers],
            signed=record.signed,
            finding_sha256=text_digest(record.finding),
        )
        change.case.site_data = plain([*change.case.site_checks, record])
        return change.case


def _named(officers: Iterable[int], at: datetime) -> tuple[Officer, ...]:
    here = {officer.membership: officer for officer in officers_of(current_hall().code, at)}
    wanted = list(officers)
    if not set(wanted) <= here.keys():
        raise UnknownOfficer(field='officers')
    return tuple(here[number] for number in wanted)


def _do(posted: PostedAct) -> Case:
    return record_site_check(
        **posted.frame,
        on=posted['day'],
        place=posted['place'],
        officers=posted['officers'],
        finding=posted['opinion'],
        signed=posted['signed'],
        why_not=posted['reason'],
    )


def _offer(now: Situation) -> Button | None:
    if CHECK_SITE not in now.allowed or not (now.matter.site_check or now.case.clock is not None):
        return None
    wanted, place = ('决定前必须做；', -5) if now.awaits_site_check else ('', None)
    leads = f'{wanted}两名以上工作人员一起去，时限照常计算'
    officers = [
        officer
        for officer in officers_of(now.hall.code, now.at)
        if not hearings.hosts(now.case.hearing, [officer.name])
    ]
    return Button(ACT, '登记现场核查', leads, place=place, more={'officers': officers})


ACT = register(
    Act(
        word='site-check',
        place=320,
        do=_do,
        afterwards=lambda case: '现场核查已登记，时限照常计算。',
        offer=_offer,
        fields=FIELDS,
        mutation='record_site_check',
        does='Record a check on the spot (现场核查, 行政许可法 §34). TOO_FEW_OFFICERS.',
    )
)
