"""Inputs that broke the product in use: for each the test (below `tests/`) that proves the right value at its door.

I1   flow/pages/test_one_key.py::test_the_form_of_one_person_sent_for_another_is_no_case_until_pressed_again
I2   flow/pages/test_typed.py::test_residence_cards_and_village_collectives_are_taken_and_found
I3   flow/pages/test_typed.py::test_marks_that_nobody_sees_are_no_part_of_what_a_clerk_types
I4   flow/pages/test_typed.py::test_residence_cards_and_village_collectives_are_taken_and_found
I5   flow/pages/test_typed.py::test_the_search_box_names_what_was_probably_meant
I6   flow/pages/test_field_inputs.py::test_the_receipt_of_a_name_that_no_font_has_is_made_and_downloaded
I7   flow/pages/test_field_inputs.py::test_files_as_telephones_and_offices_write_them_are_taken_at_the_counter
I7   flow/desk/test_materials.py::test_a_refused_file_is_explained_beside_its_paper
I8   flow/pages/test_field_inputs.py::test_a_list_with_a_cell_at_the_end_of_the_sheet_is_refused_on_its_page
I9   flow/pages/test_field_inputs.py::test_people_of_a_hidden_sheet_do_not_come_in
I10  flow/pages/test_field_inputs.py::test_formulas_without_a_value_are_named_on_the_page_and_nothing_changes
I11  flow/catalogue/test_list_sheets.py::test_what_only_looks_like_a_number_is_refused_at_its_cell
I12  flow/catalogue/test_list_sheets.py::test_the_preview_speaks_as_the_list_does
I13  flow/pages/test_typed.py::test_an_address_with_a_control_character_is_not_there
I14  flow/project/test_request_log.py::test_an_error_of_a_view_stands_in_the_log_with_stack_reference_person_and_hall
I15  flow/pages/test_typed.py::test_a_reason_of_three_hundred_characters_with_line_ends_is_taken_and_one_more_is_named
I16  flow/tenants/test_expired.py::test_an_act_sent_after_the_session_ended_is_done_by_one_more_press
I17  flow/pages/test_field_inputs.py::test_days_that_are_no_days_are_named_on_the_page
I17  flow/deadlines/test_holidays.py::test_the_page_names_the_part_that_it_can_not_read
I18  flow/casework/test_lapse.py::test_article_32_a_provisional_limit_makes_no_case_accepted
I19  flow/federation/test_any_record.py::test_header_without_a_value_is_set_aside_byte_for_byte
I20  flow/pages/test_field_inputs.py::test_an_amount_with_a_comma_is_refused_and_nothing_is_charged
I21  flow/pages/test_field_inputs.py::test_no_part_of_a_shopkeepers_name_is_published
I22  flow/pages/test_typed.py::test_a_number_that_is_too_long_is_said_in_words
I23  flow/pages/test_typed.py::test_a_name_without_a_letter_is_asked_for_again_and_nothing_is_stored
"""

import re
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from federation.contracts.case import Applicant
from govhall.billing.models import CaseFee
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.models import Case
from govhall.catalogue.exchange.people import COLUMNS
from govhall.catalogue.models import Grant
from govhall.deadlines.models import HolidayYear
from govhall.documents.models import Notice
from govhall.documents.sealed_file import make
from tenants.context import hall_context
from tenants.models import Person
from tenants.roles import TOGETHER, Role
from tests.builders.charging import TEST_FEE, accepted_case, charge_for
from tests.builders.desk import Desk
from tests.builders.files import JPEG, PDF, keep_in
from tests.builders.screen import SignedIn, at, take_in, text
from tests.builders.world import BIRTH, COUNTY, HYGIENE, PROVINCE, TOWNSHIP, World, paper_codes
from tests.flow.catalogue.test_list_files import grant_row

LISTED = re.findall(r'^I(\d+) +(\S+?)\.py::(\w+)$', __doc__ or '', re.MULTILINE)


@pytest.mark.parametrize(('number', 'module', 'name'), LISTED)
def test_the_test_that_proves_an_input_is_there(number: str, module: str, name: str) -> None:
    assert callable(getattr(import_module(f'tests.{module}'.replace('/', '.')), name, None)), number


def test_every_input_has_its_test() -> None:
    assert {int(number) for number, _, _ in LISTED} == set(range(1, 24))


@pytest.mark.parametrize(('name', 'shown'), [('李\ue863', '李〔U+E863〕'), ('ཀི་ལི', '')])
def test_the_receipt_of_a_name_that_no_font_has_is_made_and_downloaded(
    world: World, signed_in: SignedIn, name: str, shown: str
) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    case = take_in(clerk, TOWNSHIP, BIRTH, name=name)
    with hall_context(world.hall(TOWNSHIP)):
        notice = Notice.objects.get(code='01')
        make(notice.uid, hall=TOWNSHIP, at=notice.acted_at)
    file = clerk.get(f'{case}papers/{notice.uid}/')
    assert (file.status_code, file.headers['Content-Type']) == (200, 'application/pdf')
    said = ''.join(pdf_document.get_textpage().get_text_range() for pdf_document in pypdfium2.PdfDocument(file.content))
    assert shown in said and '生育登记' in said


@pytest.mark.parametrize(
    ('content', 'kind'),
    [(JPEG + b'SEFH' + bytes(90) + b'SEFT', 'image/jpeg'), (b'\xef\xbb\xbf' + PDF, 'application/pdf')],
)
def test_files_as_telephones_and_offices_write_them_are_taken_at_the_counter(
    world: World, signed_in: SignedIn, settings: object, tmp_path: Path, content: bytes, kind: str
) -> None:
    keep_in(settings, tmp_path)
    clerk, field = signed_in(world.clerk(TOWNSHIP)), f'file-{paper_codes(BIRTH)[0]}'
    case = take_in(clerk, TOWNSHIP, BIRTH, **{field: SimpleUploadedFile('x', content)})
    with hall_context(world.hall(TOWNSHIP)):
        (stored,) = [file for paper in Case.objects.get().papers for file in paper.files]
    answer = clerk.get(f'{case}file/{stored.hash}/')
    assert (answer.headers['Content-Type'], answer.content) == (kind, content)


def book(*sheets: Any) -> bytes:
    """A file with a sheet for each function that fills one."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        for fill in sheets:
            fill(made.add_worksheet())
    return buffer.getvalue()


def bring(client: Client, hall: str, kind: str, content: bytes) -> HttpResponse:
    file = SimpleUploadedFile(f'{kind}.xlsx', content)
    return client.post(at(hall, f'catalogue/files/{kind}/preview/'), {'file': file})  # type: ignore[return-value]


def people(name: str, *, hidden: bool) -> Any:
    """Fills a sheet with one person."""

    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, list(COLUMNS))
        sheet.write_row(1, 0, ['tj-' + ('hidden' if hidden else 'seen'), name, '窗口人员', '', ''])
        if hidden:
            sheet.hide()
        else:
            sheet.activate()
            sheet.set_first_sheet()

    return fill


def test_a_list_with_a_cell_at_the_end_of_the_sheet_is_refused_on_its_page(world: World, signed_in: SignedIn) -> None:
    def far(sheet: Any) -> None:
        people('张新', hidden=False)(sheet)
        sheet.write_string(1_048_575, 16_383, ' ')

    page = bring(signed_in(world.person(TOWNSHIP, Role.ADMINISTRATOR)), TOWNSHIP, 'people', book(far))
    assert (page.status_code, '第 1048576 行' in text(page)) == (422, True)


def test_people_of_a_hidden_sheet_do_not_come_in(world: World, signed_in: SignedIn, settings: Settings) -> None:
    settings.SMALL_HALLS = frozenset({TOWNSHIP})
    client = signed_in(world.person(TOWNSHIP, *TOGETHER))
    page = bring(client, TOWNSHIP, 'people', book(people('藏甲', hidden=True), people('张新', hidden=False)))
    assert ('张新' in text(page), '藏甲' in text(page)) == (True, False)
    fields = dict(re.findall(r'name="(sealed|shown)" value="([^"]*)"', page.content.decode()))
    assert client.post(at(TOWNSHIP, 'catalogue/files/people/bring-in/'), fields).status_code == 303
    assert [person.name for person in Person.objects.filter(username__in=['tj-hidden', 'tj-seen'])] == ['张新']


def test_formulas_without_a_value_are_named_on_the_page_and_nothing_changes(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    titles, row = grant_row(TOWNSHIP, 村级可收件='是')
    formulas = {
        '村级可收件': ('=VLOOKUP("x",A:B,2,FALSE)', '#N/A'),
        '终止日期': ('=TEXT(DATE(2026,12,31),"yyyy-mm-dd")', ''),
    }

    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, titles)
        sheet.write_row(1, 0, row)
        for column, (formula, value) in formulas.items():
            sheet.write_formula(1, titles.index(column), formula, None, value)

    before = list(Grant.objects.order_by('pk').values())
    page = bring(client, COUNTY, 'grants', book(fill))
    cells = [f'{"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[titles.index(column)]}2' for column in formulas]
    assert page.status_code == 422
    assert all(cell in text(page) for cell in cells) and '#N/A' in text(page) and '没有结果' in text(page)
    assert 'name="sealed"' not in page.content.decode()
    assert list(Grant.objects.order_by('pk').values()) == before


@pytest.mark.parametrize('part', ['101-103', '0103-0101'])
def test_days_that_are_no_days_are_named_on_the_page(world: World, signed_in: SignedIn, part: str) -> None:
    client = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    typed = {'year': '2027', 'source': '国办发明电〔2026〕1号', 'off': f'{part} 0205-0211', 'work': ''}
    page = client.post(at(PROVINCE, 'holidays/'), typed)
    assert (page.status_code, f'“{part}”' in text(page)) == (422, True)
    assert not HolidayYear.objects.exists()


@pytest.fixture
def charged(world: World) -> Iterator[tuple[Case, Any]]:
    """A case for which there may be a charge, and who may assess it."""
    chief = world.chief(COUNTY)
    charge_for(HYGIENE, TEST_FEE)
    with hall_context(world.hall(COUNTY)):
        case = accepted_case(world, HYGIENE, chief)
    yield case, chief


def test_an_amount_with_a_comma_is_refused_and_nothing_is_charged(
    world: World, signed_in: SignedIn, charged: tuple[Case, Any]
) -> None:
    case, chief = charged
    typed = {'version': case.version, 'take-0': '1', 'amount-0': '12,5'}
    page = signed_in(chief).post(at(COUNTY, f'cases/{case.uid}/fees/assess/'), typed)
    assert (page.status_code, 'value="12,5"' in page.content.decode()) == (422, True)
    with hall_context(world.hall(COUNTY)):
        assert not CaseFee.objects.exists()


def test_no_part_of_a_shopkeepers_name_is_published(world: World) -> None:
    shop = Applicant(kind='organisation', name='张三五金店', id_number='91350100M000100Y43')
    desk, case = Desk.of_chief(world, COUNTY), world.receive(COUNTY, HYGIENE, applicant=shop)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True)
    page = text(Client().get('/published/'))
    assert '****店' in page
    assert '张' not in page and '三' not in page.replace('第三', '')
