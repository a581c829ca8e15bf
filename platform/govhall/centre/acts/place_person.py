"""Placing somebody in the approval section (科室) of the department that sent them."""

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.catalogue.centre import sections_of
from govhall.catalogue.readers import LETTER_KEEPERS
from govhall.kernel.errors import Refused
from tenants.models import Membership
from tenants.roles import OFFICES, Role
from tenants.staff_import import StaffRow, bring_in_people

FIELDS = [
    Field(name='person', kind=FieldKind.WHOLE, says='Id of the person, as `staff` gives it.', needed=True),
    Field(
        name='section',
        kind=FieldKind.LINE,
        label='科室',
        most=100,
        says='Name of the section of their department; empty for none.',
    ),
]


class NotPlaced(Refused):
    """The person works here in no way that a section fits."""

    code = 'NOT_PLACED'
    sentence = '只有部门派来、在本大厅只有一份岗位的人员才能分到科室。三类管理员由运维人员设置。'


class NoSuchSectionOfTheirs(Refused):
    """The department of the person has no such section here."""

    code = 'NO_SUCH_SECTION_OF_THEIRS'
    sentence = '这个部门在本大厅没有这个科室。请先在“部门和窗口”里登记它的审批科。'


def member_of(hall: str, person_id: int) -> Membership | None:
    """The only live membership of somebody in the hall whom a department has sent and no operator has to change."""
    live = Membership.objects.live(timezone.now()).filter(hall__code=hall, person_id=person_id)
    found = list(live.select_related('person')[:2])
    fits = len(found) == 1 and found[0].department and OFFICES.isdisjoint(found[0].roles)
    return found[0] if fits else None


def sections_for(hall: str, department: str) -> list[str]:
    """The names of the sections that the department has in the hall."""
    return list(sections_of(hall).filter(department_code=department).values_list('name', flat=True))


def place_person(*, hall: str, person_id: int, section: str, by: int) -> str:
    """Make the person one of this section, or of none; their name. Nobody sees less by it.

    Raises NotPlaced, NoSuchSectionOfTheirs, NotYoursToGive.
    """
    member = member_of(hall, person_id)
    if member is None:
        raise NotPlaced(field='person')
    if section and section not in sections_for(hall, member.department):
        raise NoSuchSectionOfTheirs(field='section')
    person, roles = member.person, [Role(role) for role in member.roles]
    row = StaffRow(person.username, person.name, roles, member.department, member.point, section)
    bring_in_people([row], hall=hall, importer=by)
    return person.name


def _do(posted: HallPosted) -> HallActDone:
    hall, section = posted.hall.code, posted['section']
    name = place_person(hall=hall, person_id=posted['person'] or 0, section=section, by=posted.actor.person_id)
    return HallActDone(said=f'{name}已分到{section}。' if section else f'{name}不再属于某个科室。')


ACT = register(
    HallAct(
        word='place',
        label='分到科室',
        do=_do,
        roles=LETTER_KEEPERS,
        fields=FIELDS,
        mutation='place_person',
        does='Place somebody in a section (科室) of their department. NOT_PLACED, NO_SUCH_SECTION_OF_THEIRS.',
    )
)
