"""Finding a case by the number on its receipt, or the cases of a person by the number of their card."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from govhall.casework.models import Case
from govhall.casework.rules.words import state_word
from govhall.casework.selectors import READERS, find_by_number, matter_labels
from govhall.desk.bar import desk
from govhall.desk.people import listed_name
from govhall.desk.services.person_search import MOST, search_person
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListSearch, RowAction, Wanted
from govhall.look.templatetags.look import spaced
from tenants.access import StaffRequest

OF_PERSON = range(14, 20)  # a card or an organisation has 18, with one left out or doubled; a case number has 21


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case of the person that was looked for."""

    case: Case
    matter: str
    applicant: str  # masked
    stage: str

    @property
    def address(self) -> str:
        """Of the case."""
        return _address(self.case)


def _address(case: Case) -> str:
    return reverse('case', args=[case.uid])


def _find(request: StaffRequest, number: str) -> str | list[Case]:
    """Where the case is, or the cases of a person who has several. Raises what both searches raise."""
    if len(number) not in OF_PERSON:
        return _address(find_by_number(number, request.actor))
    cases = search_person(number, request.actor)
    return _address(cases[0]) if len(cases) == 1 else cases


def _lines(request: StaffRequest, cases: Sequence[Case], wanted: Wanted) -> list[FoundCase]:
    matters = matter_labels(case.matter for case in cases)
    return [
        FoundCase(
            case=case,
            matter=matters[case.matter].short_name,
            applicant=listed_name(case, request.actor),
            stage=state_word(case.state, matters[case.matter].task_type, case.kind),
        )
        for case in cases
    ]


def _title(cases: Sequence[Case]) -> str:
    """Above the cases of a person; says so where older ones may be left out."""
    many = len(cases)
    return f'这位申请人在本大厅最近的 {many} 件办件' if many == MOST else f'这位申请人在本大厅的办件 {many} 件'


SEARCH = ListPage[Case, FoundCase](
    key='search',
    name='found',
    title='查询办件',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('收件', lambda row: ListCell(at=row.case.received_at), 'tight'),
        ListColumn('事项', lambda row: ListCell(text=row.matter, href=row.address, notes=[spaced(row.case.number)])),
        ListColumn('申请人', lambda row: row.applicant, 'tight'),
        ListColumn('环节', lambda row: row.stage),
    ],
    orders={},
    rows=None,
    lines=_lines,
    acts=lambda request, row: [RowAction(label='打开', href=row.address)],
    empty='',
    search=ListSearch(
        label='办件编号或证件号码',
        hint='回执上的 21 位编号，或申请人的 18 位身份证号、统一社会信用代码；空格和横线可以不输',
        button='查询',
        find=_find,
        longest=40,
        focus=True,
        is_code=True,
        missing='请输入回执上的办件编号，或申请人的证件号码。',
        found=_title,
    ),
)
search = SEARCH.view
