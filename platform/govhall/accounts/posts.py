"""The roles that are given on a page, with the department and the village point that go with them."""

from govhall.acts.fields import Field, FieldKind
from govhall.acts.page import Choices
from govhall.catalogue.centre import title_of
from govhall.catalogue.models import Section
from tenants.models import Hall
from tenants.roles import LABELS
from tenants.selectors import points_of
from tenants.staff_import import GRANTABLE

GIVEN = [(role.value, label) for role, label in LABELS.items() if role in GRANTABLE]
POSTS = [
    Field(
        name='roles',
        kind=FieldKind.CODES,
        label='岗位',
        says='Roles; none: the person works here and may do nothing.',
        choices=GIVEN,
        choices_are=('GivenRole', 'A role that an administrator gives.'),
    ),
    Field(
        name='department',
        kind=FieldKind.LINE,
        label='派出部门',
        most=40,
        hint='综合窗口和领导不选。',
        says='Code or name of the department that sends the person.',
    ),
    Field(
        name='point',
        kind=FieldKind.LINE,
        label='村级便民服务点',
        most=12,
        hint='只有村级代办员才选；不选就是全部村点。',
        says='Code of the village point of an agent.',
    ),
]


def post_choices(hall: Hall) -> Choices:
    """What may be chosen on the page of this hall."""
    sections = Section.objects.filter(hall_code=hall.code).order_by('department_code')
    return {
        'roles': GIVEN,
        'department': [('', '不选'), *((one.department_code, title_of(one)) for one in sections)],
        'point': [('', '不选'), *((point.code, point.name) for point in points_of(hall))],
    }
