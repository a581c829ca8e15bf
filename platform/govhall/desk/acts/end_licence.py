"""Ending a licence from before this system by the organ's decision on paper: 撤销, 吊销, 注销."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from federation.contracts.records import Followed
from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.casework.models import Case
from govhall.catalogue import authority
from govhall.catalogue.rules import Power
from govhall.desk.licences_seen import licences_seen
from govhall.licences.models import LicenceEntry
from govhall.licences.refusals import NoSuchLicence
from govhall.licences.rules.endings import GROUNDS, EndedBefore, HasACase, check_ending
from govhall.licences.rules.kinds import ORGAN, CaseKind, FollowerUnderWay
from govhall.licences.services.register import follow_entry
from tenants.access import Actor
from tenants.audit import Action

FIELDS = [
    Field(name='licence', kind=FieldKind.UID, says='Id of the licence in the register.', needed=True),
    Field(
        name='ground',
        kind=FieldKind.CHOICE,
        label='依据',
        choices=[(code, ground.label) for code, ground in GROUNDS.items()],
        choices_are=('LicenceEnding', 'Why a licence is ended, and so how: 撤销, 吊销 or 注销.'),
        says='By which article it is ended.',
        needed=True,
        must=True,
        missing='请选择依据哪一条。',
    ),
    Field(
        name='document',
        kind=FieldKind.LINE,
        label='决定书文号',
        most=80,
        hint='机关作出的决定，例如“通卫撤〔2026〕3号”',
        says='Number of the decision.',
        needed=True,
        must=True,
    ),
    Field(
        name='since',
        kind=FieldKind.DAY,
        label='决定日期',
        says='Day of the decision; none: today.',
        must=True,
    ),
]


def from_before(actor: Actor, licence: UUID) -> LicenceEntry:
    """A licence that the person sees and that no case has granted, still in force. Raises NoSuchLicence, HasACase,
    EndedBefore.
    """
    entry = licences_seen(actor).exclude(number='').filter(uid=licence).first()
    if entry is None:
        raise NoSuchLicence
    if not entry.is_from_before:
        raise HasACase(number=entry.case_number)
    if entry.followed is not None:
        raise EndedBefore(standing=entry.standing_on(timezone.localdate()).label)
    return entry


def end_licence(*, actor: Actor, licence: UUID, ground: str, document: str, on: date) -> LicenceEntry:
    """Note the organ's decision in the register; whoever verifies the licence learns it at once.

    Who notes it needs the letter for decisions over the matter. Raises NoSuchLicence, HasACase, EndedBefore,
    NoSuchGround, EndingUnfounded, EndingDay, FollowerUnderWay, NoGrant, NoAuthorisation.
    """
    now = timezone.now()
    seen = from_before(actor, licence)
    why = check_ending(ground=ground, document=document, on=on, since=seen.valid_from, today=timezone.localdate(now))
    authority.require(matter=seen.main, hall=actor.hall, power=Power.DECIDE, at=now, person_id=actor.person_id)
    entry = LicenceEntry.objects.select_for_update().get(uid=licence)
    if entry.followed is not None:  # a renewal was granted at the same moment
        raise EndedBefore(standing=entry.standing_on(timezone.localdate(now)).label)
    _refuse_beside(entry.number)
    follow_entry(entry, Followed(kind=why.kind.value, number=document.strip(), on=on, ground=ground))  # type: ignore[arg-type]
    return entry


def _refuse_beside(number: str) -> None:
    other = Case.objects.filter(first_number=number, outcome_data__isnull=True).first()
    if other is not None:
        raise FollowerUnderWay(other=CaseKind(other.kind).label, number=other.number)


def _do(posted: HallPosted) -> HallActDone:
    entry = end_licence(
        actor=posted.actor,
        licence=posted['licence'],
        ground=posted['ground'] or '',
        document=posted['document'] or '',
        on=posted['since'] or timezone.localdate(),
    )
    standing = entry.standing_on(timezone.localdate()).label
    detail = {'ground': posted['ground'], 'document': posted['document']}
    said = f'{entry.number} {standing}，公众核对时马上能看到。'
    return HallActDone(said=said, id=entry.uid, about=entry.number, detail=detail)


ACT = register(
    HallAct(
        label='确定',
        do=_do,
        roles=ORGAN,
        action=Action.LICENCE_ENDED,
        fields=FIELDS,
        mutation='end_licence',
        does='End a licence from before this system by a decision on paper (撤销, 吊销, 注销). NO_SUCH_LICENCE, '
        'HAS_A_CASE, ENDED_BEFORE, ENDING_UNFOUNDED, ENDING_DAY, FOLLOWER_UNDER_WAY, NO_GRANT, NO_AUTHORISATION.',
    )
)
