"""Appointing the chief representative (首席代表) of a department."""

from django.utils import timezone

from govhall.acts.fields import Field, FieldKind
from govhall.acts.hall import HallAct, HallActDone, HallPosted, register
from govhall.acts.page import Choices
from govhall.catalogue.departments import department_name
from govhall.catalogue.models import Section
from govhall.catalogue.readers import MANAGERS
from govhall.kernel.errors import Refused
from tenants.audit import Action
from tenants.models import Hall, Membership
from tenants.roles import Role

FIELDS = [
    Field(
        name='person',
        kind=FieldKind.WHOLE,
        label='首席代表',
        says='Id of the person, as `staff` gives it.',
        needed=True,
    ),
    Field(name='department', kind=FieldKind.LINE, says='Code of the department.', needed=True),
    Field(
        name='document', kind=FieldKind.LINE, label='任命文号', most=100, says='Number of the appointment.', needed=True
    ),
]


class NotAChief(Refused):
    """The person does not hold the role of chief representative in the hall."""

    code = 'NOT_A_CHIEF'
    sentence = '请选择在本大厅担任首席代表的人员，并写明任命文号。'


def appoint_chief(*, hall: str, department: str, person_id: int, document: str) -> None:
    """Make somebody the department's chief representative (首席代表) by a document (任命书). Raises NotAChief."""
    live = Membership.objects.live(timezone.now())
    chiefs = live.filter(hall__code=hall, person_id=person_id, roles__contains=[Role.CHIEF])
    section = Section.objects.filter(hall_code=hall, department_code=department)
    if not document.strip() or not chiefs.exists():
        raise NotAChief(field='person')
    if not section.update(chief_person=person_id, chief_document=document.strip()):
        raise NotAChief(field='department')


def choices(hall: Hall) -> Choices:
    """Who holds the role in the hall now."""
    chiefs = Membership.objects.live(timezone.now()).filter(hall=hall, roles__contains=[Role.CHIEF])
    names = chiefs.order_by('person__name').values_list('person_id', 'person__name')
    return {'person': [('', '请选择'), *((str(person), name) for person, name in names)]}


def _do(posted: HallPosted) -> HallActDone:
    hall, department = posted.hall.code, posted['department']
    document = posted['document']
    appoint_chief(hall=hall, department=department, person_id=posted['person'] or 0, document=document)
    about = department_name(department)
    return HallActDone(said='已登记首席代表。', about=about, detail={'department': department})


ACT = register(
    HallAct(
        word='chief',
        label='登记首席代表',
        do=_do,
        roles=MANAGERS,
        action=Action.CENTRE_CHANGED,
        fields=FIELDS,
        mutation='appoint_chief',
        does='Appoint the chief representative (首席代表) of a department. NOT_A_CHIEF.',
    )
)
