"""人员: who works in the hall now, sent by which department, in which of its sections (科室)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from govhall.catalogue.exchange.names import department_names, point_names
from govhall.catalogue.readers import LETTER_KEEPERS, LETTER_READERS
from govhall.catalogue.views.bar import bar
from govhall.centre.act_panels import PanelAct, ThingPage, answer, tried
from govhall.centre.acts import place_person
from govhall.centre.acts.place_person import member_of, sections_for
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from tenants.access import StaffRequest, staff
from tenants.models import Membership
from tenants.roles import OFFICES, Role

AS_THEY_CAME = Keyset({'pk': int}, size=50)
INTRO = '同一个人的岗位、派出部门用“导入导出”里的人员名单改；分到哪个科室，可以在这里改。分科室不会让人少看到件。'


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A membership in words."""

    member: Membership
    roles: str
    department: str
    point: str


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Membership]:
    return Membership.objects.live(timezone.now()).filter(hall=request.hall).select_related('person')


def _lines(request: StaffRequest, rows: Sequence[Membership], wanted: Wanted) -> list[PersonLine]:
    departments = department_names({one.department for one in rows})
    points = point_names({one.point for one in rows})
    return [
        PersonLine(
            one,
            '、'.join(Role(role).label for role in one.roles),
            departments.get(one.department, one.department) or '综合窗口',
            points.get(one.point, one.point),
        )
        for one in rows
    ]


def _acts(request: StaffRequest, row: PersonLine) -> list[RowAction]:
    if (
        not request.actor.roles & LETTER_KEEPERS
        or not row.member.department
        or not OFFICES.isdisjoint(row.member.roles)
    ):
        return []
    address = reverse('catalogue_person', args=[row.member.person_id])
    return [RowAction(label='分科室', href=address, heard=f'给{row.member.person.name}分科室')]


def _at_centre(row: PersonLine) -> ListCell:
    """The other parent of who was sent: the centre counts their days; until when they are here, where it is known."""
    until = row.member.valid_to
    ends = f'{timezone.localtime(until):%Y-%m-%d} 零点止' if until else ''
    return ListCell(text='派驻，中心考勤考核' if row.member.department else '中心人员', notes=[ends] if ends else [])


PEOPLE = ListPage[Membership, PersonLine](
    key='catalogue_people',
    name='people',
    title='人员',
    roles=LETTER_READERS,
    bar=bar,
    columns=[
        ListColumn('姓名', lambda row: ListCell(text=row.member.person.name, notes=[row.member.person.username])),
        ListColumn('岗位', lambda row: row.roles),
        ListColumn('派出部门', lambda row: row.department),
        ListColumn('在中心', _at_centre, 'tight'),
        ListColumn('科室', lambda row: row.member.section),
        ListColumn('村点', lambda row: row.point),
    ],
    orders={'came': ListOrder('先来的在前', AS_THEY_CAME)},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='本大厅还没有人员。请在“导入导出”里上传人员名单。',
    words=lambda request, wanted: ListWords(intro=INTRO),
)
people = PEOPLE.view


@staff(*LETTER_READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def person_page(request: StaffRequest, person: int) -> HttpResponse:
    """GET where somebody belongs; POST (administrator) another section."""
    member = member_of(request.hall.code, person)
    if member is None:
        raise Http404
    here = sections_for(request.hall.code, member.department)
    choices = {'section': [('', '不属于某个科室'), *((one, one) for one in here)]}
    acts = [PanelAct(act=place_person.ACT, choices=choices, initial={'section': member.section}, primary=True)]
    result = tried(request, acts, {'person': str(person)})
    (line,) = _lines(request, [member], {})
    address = reverse('catalogue_person', args=[person])
    page = ThingPage(
        'catalogue_people',
        'centre/person.html',
        address,
        {'row': line, 'here': here, 'places': bool(request.actor.roles & LETTER_KEEPERS)},
    )
    return answer(request, page, acts if here else [], result)
