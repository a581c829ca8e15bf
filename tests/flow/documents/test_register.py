"""The register of papers on its pages: books, void numbers and another hall's, finding one, and who may look."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from govhall.catalogue.models import Grant, Organ
from govhall.documents import register_queries
from govhall.documents.models import Notice
from govhall.documents.register.services import next_serial
from govhall.documents.rules.papers import RECEIPT
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, do, text
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World

REGISTER = at(TOWNSHIP, 'register/')


@pytest.fixture
def chief(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.chief(TOWNSHIP))


def receipts(world: World, count: int) -> list[Notice]:
    """So many receipts of the township, the first first."""
    uids = [world.receive(TOWNSHIP, BIRTH).uid for _ in range(count)]
    with hall_context(world.hall(TOWNSHIP)):
        return [Notice.objects.get(case_uid=uid) for uid in uids]


def book_of(paper: Notice) -> str:
    return f'{REGISTER}{paper.organ_code}/{RECEIPT}/{paper.acted_at.year}/'


def test_a_void_number_stays_and_one_of_another_hall_is_no_gap(world: World, chief: Client) -> None:
    (first,) = receipts(world, 1)
    next_serial(organ_code=first.organ_code, code=RECEIPT, year=first.acted_at.year)  # the organ's, at another hall
    (third,) = receipts(world, 1)
    case = at(TOWNSHIP, f'cases/{first.case_uid}/')
    assert do(chief, case, f'papers/{first.uid}/void', reason='名称印错').status_code == 303
    shown = text(chief.get(REGISTER))
    assert '申请材料接收凭证' in shown and '第 3 号' in shown
    page = text(chief.get(book_of(first)))
    assert page.index(third.number) < page.index('第 2 号不在本大厅') < page.index(first.number)
    assert '已作废' in page and '名称印错' in page and '张' not in page


def test_pages_follow_each_other_without_missing_a_number(
    world: World, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_queries, 'PAGE', 2)
    papers = receipts(world, 3)
    first, second = chief.get(book_of(papers[0])), chief.get(f'{book_of(papers[0])}?below=2')
    assert [paper.number in text(first) for paper in papers] == [False, True, True]
    assert '?below=2"' in first.content.decode()
    assert [paper.number in text(second) for paper in papers] == [True, False, False]
    assert 'rel="next"' not in second.content.decode()
    assert chief.get(f'{book_of(papers[0])}?below=x').status_code == 404


@pytest.mark.parametrize('typed', ['{0}', ' {1} '])
def test_a_paper_is_found_by_its_number_however_it_is_typed(world: World, chief: Client, typed: str) -> None:
    (paper,) = receipts(world, 1)
    loose = paper.number.replace('〔', '[').replace('〕', '］').replace('第000001号', '第 1 号')
    answer = chief.post(REGISTER, {'number': typed.format(paper.number, loose)})
    assert (answer.status_code, answer.headers['Location']) == (303, f'{book_of(paper)}?below=2#paper-{paper.uid}')
    unknown = chief.post(REGISTER, {'number': '没有这个'})
    assert (unknown.status_code, '照着文书上的文号再输一遍' in text(unknown)) == (404, True)


def test_the_register_is_closed_to_agents_administrators_and_other_halls(
    world: World, signed_in: SignedIn, chief: Client
) -> None:
    (paper,) = receipts(world, 1)
    for role in (Role.AGENT, Role.ADMINISTRATOR):
        closed = signed_in(world.person(TOWNSHIP, role))
        answers = [closed.get(REGISTER), closed.post(REGISTER, {'number': paper.number}), closed.get(book_of(paper))]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
        assert not any(paper.number in text(answer) for answer in answers)
    for role in (Role.SUPERVISOR, Role.LEADER):
        assert paper.number in text(signed_in(world.person(TOWNSHIP, role)).get(book_of(paper)))
    above = signed_in(world.chief(COUNTY))
    assert above.get(book_of(paper).replace(at(TOWNSHIP), at(COUNTY))).status_code == 404
    assert above.get(book_of(paper)).status_code == 404  # no membership there


def test_a_page_is_read_along_its_index_without_sorting(world: World) -> None:
    (paper,) = receipts(world, 1)
    with hall_context(world.hall(TOWNSHIP)), connection.cursor() as cursor:
        found = register_queries.book(TOWNSHIP, organ=paper.organ_code, code=RECEIPT, year=paper.acted_at.year)
        assert found is not None
        with CaptureQueriesContext(connection) as asked:
            register_queries.page(found)
        cursor.execute('SET LOCAL enable_seqscan = off')  # a table of one row would be read whole
        cursor.execute('SET LOCAL enable_bitmapscan = off')
        cursor.execute(f'EXPLAIN {asked[-1]["sql"]}')
        plan = ' '.join(row[0] for row in cursor.fetchall())
    assert 'notice_in_its_book' in plan and 'Sort' not in plan, plan


def test_the_books_of_one_organ_are_chosen_by_its_name(world: World, chief: Client) -> None:
    (paper,) = receipts(world, 1)
    others = Grant.objects.filter(hall_code=TOWNSHIP).exclude(organ_code=paper.organ_code)
    other = Organ.objects.get(credit_code=others.values('organ_code')[:1])
    next_serial(organ_code=other.credit_code, code=RECEIPT, year=paper.acted_at.year)
    books = {organ: f'打开{organ}的申请材料接收凭证登记簿' for organ in (paper.organ_name, other.name)}
    for chosen, shown in [('', set(books)), (other.credit_code, {other.name})]:
        page = chief.get(REGISTER, {'organ': chosen}).content.decode()
        assert {organ for organ, book in books.items() if book in page} == shown
        assert f'<option value="{other.credit_code}"' in page
    assert '请' in text(chief.get(REGISTER, {'organ': 'no-such-organ'}))
