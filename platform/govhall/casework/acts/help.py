"""帮办: a liaison officer (审批联络员) helps an applicant who agrees, notes what was done, and ends it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON, WHY
from govhall.casework.models import Case
from govhall.casework.rules.states import OPEN
from govhall.casework.rules.transitions import HANDLING, Transition, transition
from govhall.casework.services.change import changing
from govhall.casework.situation import MOST_CHOICES, Situation
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.colleagues import Colleague, colleagues_in
from tenants.models import Hall
from tenants.roles import Role

HELPERS = frozenset({Role.LIAISON})
CONSENTS = [('written', '书面同意'), ('present', '当面口头同意'), ('telephone', '电话里同意')]
ASSIGN_HELPER = transition(
    Transition(
        name='assign_helper',
        course='指定帮办',
        states=OPEN,
        roles=HANDLING,
        of_department=True,
        detail=lambda data: (
            f'由{data["name"]}帮办，申请人 {data["consented_on"]} {dict(CONSENTS).get(str(data["consent"]), "")}'
        ),
    )
)
NOTE_HELP = transition(Transition(name='note_help', course='帮办记录', states=OPEN, roles=HELPERS))
END_HELP = transition(Transition(name='end_help', course='结束帮办', states=OPEN, roles=HANDLING | HELPERS))
FIELDS = [
    Field(
        name='helper',
        kind=FieldKind.LINE,
        label='由谁帮办',
        most=40,
        says='Login of the liaison officer.',
        needed=True,
        widget='choose',
    ),
    Field(
        name='consent',
        kind=FieldKind.CHOICE,
        label='申请人怎样同意的',
        says='How the applicant agreed.',
        needed=True,
        choices=[('', '请选择'), *CONSENTS],
        wrong='请选择申请人怎样同意的。',
    ),
    Field(name='consented_on', kind=FieldKind.DAY, label='哪天同意的', says='When the applicant agreed.', needed=True),
]


class NoConsent(Refused):
    """Nobody helps with a case, and sees its people, without the applicant's consent."""

    code = 'NO_CONSENT'
    sentence = '请写明申请人怎样同意、哪天同意帮办；日期不能晚于今天。申请人没有同意的，不能指定帮办。'


class NoHelper(Refused):
    """No liaison officer of the hall has this login."""

    code = 'NO_HELPER'
    sentence = '请从名单里选一位审批联络员（帮办人员）。'


class HelpedAlready(Refused):
    """One person helps with a case."""

    code = 'HELPED_ALREADY'
    status = 409
    sentence = '这件事已经由{name}帮办，要换人请先结束帮办。'


class NotHelped(Refused):
    """Nobody helps with the case, or somebody else."""

    code = 'NOT_HELPED'
    status = 409
    sentence = '这件事现在不由您帮办，或者没有人帮办，请刷新页面再看。'


def assign_helper(
    *, uid: UUID, version: int, actor: Actor, helper: str, consent: str, consented_on: date | None
) -> Case:
    """Let a liaison officer help with a case to which the applicant has agreed. Raises HelpedAlready, NoHelper,
    NoConsent.
    """
    at = timezone.now()
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if case.helped_by is not None:
            raise HelpedAlready(name=case.helped_by_name)
        found = next((one for one in _helpers(change.hall, at) if one.username == helper), None)
        if found is None:
            raise NoHelper(field='helper')
        if consent not in dict(CONSENTS) or consented_on is None or consented_on > timezone.localdate():
            raise NoConsent(field='consent' if consent not in dict(CONSENTS) else 'consented_on')
        agreed = {'consent': consent, 'consented_on': consented_on.isoformat()}
        change.perform(ASSIGN_HELPER, to_person=found.person_id, name=found.name, **agreed)
        case.helped_by, case.helped_by_name = found.person_id, found.name
        return case


def note_help(*, uid: UUID, version: int, actor: Actor, reason: str, at: datetime | None = None) -> Case:
    """Write down what the liaison officer did for the applicant. Raises NotHelped."""
    with changing(uid, actor=actor, at=at or timezone.now(), version=version) as change:
        if change.case.helped_by != actor.person_id:
            raise NotHelped
        change.perform(NOTE_HELP, reason=reason.strip())
        return change.case


def end_help(*, uid: UUID, version: int, actor: Actor, reason: str = '', at: datetime | None = None) -> Case:
    """Nobody helps with the case any more; who did sees it no longer. Raises NotHelped."""
    with changing(uid, actor=actor, at=at or timezone.now(), version=version) as change:
        case = change.case
        if case.helped_by is None or not _may_end(actor, case):
            raise NotHelped
        change.perform(END_HELP, name=case.helped_by_name, reason=reason.strip())
        case.helped_by, case.helped_by_name = None, ''
        return case


def _may_end(actor: Actor, case: Case) -> bool:
    return case.helped_by == actor.person_id or bool(actor.roles & HANDLING)


def _helpers(hall: Hall, at: datetime) -> Sequence[Colleague]:
    return colleagues_in(hall, at=at, roles=HELPERS)


def _offer_assign(now: Situation) -> Button | None:
    """Where the hall has liaison officers: `case_for` read them with the case."""
    known = getattr(now.case, 'helpers', None) or []
    if ASSIGN_HELPER not in now.allowed or now.case.helped_by is not None or not known:
        return None
    choices = tuple((one['username'], f'{one["name"]}（{one["username"]}）') for one in known[:MOST_CHOICES])
    return Button(ASSIGN, '指定帮办', '审批联络员帮申请人跑，看得到这件事', choices=choices)


def _offer_note(now: Situation) -> Button | None:
    return Button(NOTE, '记帮办', '记下帮申请人做了什么') if NOTE_HELP in now.allowed and _is_mine(now) else None


def _offer_end(now: Situation) -> Button | None:
    if END_HELP not in now.allowed or now.case.helped_by is None or not _may_end(now.actor, now.case):
        return None
    return Button(END, '结束帮办', f'{now.case.helped_by_name}不再看得到这件事')


def _is_mine(now: Situation) -> bool:
    return now.case.helped_by == now.actor.person_id


ASSIGN = register(
    Act(
        word='helper',
        place=250,
        do=lambda posted: assign_helper(
            **posted.frame,
            helper=posted['helper'],
            consent=posted['consent'],
            consented_on=posted['consented_on'],
        ),
        afterwards=lambda case: f'已由{case.helped_by_name}帮办。',
        offer=_offer_assign,
        fields=FIELDS,
        mutation='assign_helper',
        does='Let a liaison officer help the applicant (帮办), who has agreed. NO_CONSENT, NO_HELPER, HELPED_ALREADY.',
        folded=True,
    )
)
NOTE = register(
    Act(
        word='note-help',
        place=251,
        do=lambda posted: note_help(**posted.frame, reason=posted['reason']),
        afterwards=lambda case: '帮办记录已写进办理过程。',
        offer=_offer_note,
        fields=[REASON],
        mutation='note_help',
        does='Write down what the liaison officer did (帮办记录). NOT_HELPED.',
    )
)
END = register(
    Act(
        word='end-help',
        place=252,
        do=lambda posted: end_help(**posted.frame, reason=posted['reason']),
        afterwards=lambda case: '帮办已结束。',
        offer=_offer_end,
        fields=[WHY],
        mutation='end_help',
        does='End the help of the liaison officer (结束帮办). NOT_HELPED.',
        folded=True,
    )
)
