"""Giving a case to another department of the same hall (转部门办理), with the reason."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.registry import Act, Button, register
from govhall.casework.asked import REASON
from govhall.casework.models import Case
from govhall.casework.models.case import LONGEST_NOTE
from govhall.casework.rules.reasons import stated
from govhall.casework.rules.states import OPEN, Custody
from govhall.casework.rules.transitions import IN_HAND, Transition, transition
from govhall.casework.services.change import Change, changing
from govhall.casework.situation import Situation
from govhall.catalogue.departments import department_name
from govhall.catalogue.sections import SectionHere, choices_of, sections_in
from govhall.kernel.errors import Refused
from govhall.kernel.typed import shortened
from tenants.access import Actor
from tenants.context import current_hall
from tenants.roles import Role

MOVE_DEPARTMENT = transition(
    Transition(
        name='move_department',
        course='转部门办理',
        states=OPEN,
        roles=frozenset({Role.CLERK, Role.CHIEF, Role.LEADER}),
        detail=lambda data: f'由{data["department"]}办理',
    )
)
DEPARTMENT = Field(
    name='department',
    kind=FieldKind.LINE,
    label='哪个部门',
    most=20,
    says='Code of a department that is in this hall.',
    needed=True,
    widget='choose',
)


class OfficeOnly(Refused):
    """Whose a case is, the centre's office and the leaders say."""

    code = 'OFFICE_ONLY'
    status = 403
    sentence = '转部门由中心办公室（综合窗口）或领导决定，请把情况告诉他们。'


class NotInThisHall(Refused):
    """The department is not in the hall, so nobody could act there."""

    code = 'NOT_IN_THIS_HALL'
    sentence = '这个部门没有进驻本大厅，请从名单里另选一个。'


class AlreadyTheirs(Refused):
    """The department has the case."""

    code = 'ALREADY_THEIRS'
    status = 409
    sentence = '这件事已经由{department}办理，不用再转。'


def is_office(actor: Actor) -> bool:
    """Whether the person says whose a case is: nobody has sent them, or they lead the hall."""
    return not actor.departments or Role.LEADER in actor.roles


def move_department(
    *, uid: UUID, version: int, actor: Actor, department: str, reason: str, at: datetime | None = None
) -> Case:
    """Give the case to another department of this hall; who had claimed it there, has it no longer.

    The halls below are told by the note. Raises OfficeOnly, NotInThisHall, AlreadyTheirs, ReasonMissing.
    """
    at = at or timezone.now()
    why = stated(reason)
    with changing(uid, actor=actor, at=at, version=version) as change:
        case = change.case
        if not is_office(actor):
            raise OfficeOnly
        found = sections_in(change.hall.code, code=department, matter=case.matter)
        if not department or not found:
            raise NotInThisHall(field='department')
        if department == case.department:
            raise AlreadyTheirs(department=found[0].name)
        _move(change, found[0], why)
        return case


def in_hand() -> QuerySet[Case]:
    """The cases that are in hand in the current hall."""
    return Case.objects.filter(custody=Custody.HELD, state__in=[state.value for state in OPEN])


def cases_in_hand() -> dict[str, int]:
    """How many cases each department has in hand in the current hall, by its code."""
    return dict(in_hand().order_by().values_list('department').annotate(number=Count('*')))


def move_all(department: str, to: str, *, reason: str, at: datetime) -> int:
    """Give what a department that leaves has in hand to another one in this hall; how many cases. No clock is touched.

    Raises NotInThisHall; then nothing has moved.
    """
    cases = in_hand().filter(department=department).order_by('uid').values_list('uid', 'matter')
    for uid, matter in list(cases):
        found = sections_in(current_hall().code, code=to, matter=matter)
        if not to or to == department or not found:
            raise NotInThisHall(field='taker')
        with changing(uid, actor=None, at=at) as change:
            _move(change, found[0], reason)
    return len(cases)


def _move(change: Change, to: SectionHere, why: str) -> None:
    case = change.case
    name, placement = to
    change.perform(MOVE_DEPARTMENT, code=placement.department, department=name, before=case.department, reason=why)
    case.department, case.section, case.window = placement
    case.claimed_by, case.claimed_by_name = None, ''
    if case.state in IN_HAND:  # else the note says what the applicant is to do
        case.note = shortened(f'转{name}办理：{why}', LONGEST_NOTE)  # the whole reason stands in the event


def _offer(now: Situation) -> Button | None:
    if MOVE_DEPARTMENT not in now.allowed or not is_office(now.actor) or now.hall.kind == 'township':
        return None
    others = tuple(one for one in choices_of(sections_in(now.hall.code)) if one[0] != now.case.department)
    return Button(ACT, '转部门办理', '科室不对、部门已撤的，交给本大厅另一个部门', choices=others) if others else None


ACT = register(
    Act(
        word='move-department',
        place=285,
        do=lambda posted: move_department(**posted.frame, department=posted['department'], reason=posted['reason']),
        afterwards=lambda case: f'已转{department_name(case.department)}办理。',
        offer=_offer,
        fields=[DEPARTMENT, REASON],
        mutation='move_department',
        does='Give to another department of this hall (转部门办理).',
        folded=True,
    )
)
