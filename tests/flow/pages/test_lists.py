"""What every list page does alike: orders along an index, a file of what is shown, and no name in an address."""

import re
from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import RequestFactory

from govhall.documents.models import Notice
from govhall.look import list_page
from govhall.look.list_page import ListPage
from tenants.audit import Action, record
from tenants.context import hall_context
from tenants.models import AuditEntry
from tenants.roles import Role
from tests.architecture.test_addresses import all_patterns
from tests.builders.long_lists import packages
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.world import BIRTH, MOST_ROLES, TOWNSHIP, World

LISTS: dict[str, ListPage[Any, Any]] = {
    str(route.name): route.callback.list_page for route in all_patterns() if hasattr(route.callback, 'list_page')
}
ORDERS = [(name, order) for name, found in LISTS.items() for order in found.orders if found.rows]
AUDIT = at(TOWNSHIP, 'audit/')


@pytest.mark.parametrize(('name', 'order'), ORDERS)
def test_every_order_that_a_list_offers_is_read_along_an_index(world: World, name: str, order: str) -> None:
    found = LISTS[name]
    request: Any = RequestFactory().get('/')
    request.hall, request.actor = world.hall(TOWNSHIP), world.person(TOWNSHIP, *MOST_ROLES)
    with hall_context(request.hall), connection.cursor() as cursor:
        for way in ('seqscan', 'bitmapscan', 'sort'):  # a small table would be read whole, and sorted
            cursor.execute(f'SET LOCAL enable_{way} = off')
        keyset, wanted = found.orders[order].keyset, first_of(found.orders[order].when)
        plan = keyset.ordered(found.rows(request, wanted))[: keyset.size + 1].explain()
    assert not re.search(
        r'(?<!Incremental )Sort  \(|Seq Scan on \w*(case|archive|online|order|audit|decision)\b', plan
    ), plan


def first_of(when: Mapping[str, Collection[Any]]) -> dict[str, Any]:
    """What the filters ask where an order is offered."""
    return {name: next(iter(values)) for name, values in when.items()}


def test_a_list_is_handed_out_as_it_is_shown_and_the_taking_is_written_down(world: World, signed_in: SignedIn) -> None:
    packages(world, 3)
    chief = signed_in(world.chief(TOWNSHIP))
    shown = text(chief.get(at(TOWNSHIP, 'archive/?order=number')))
    assert 'aria-sort="ascending">档号' in chief.get(at(TOWNSHIP, 'archive/?order=number')).content.decode()
    assert '/check/"' in chief.get(at(TOWNSHIP, 'archive/')).content.decode()  # what may be done with a row
    answer = chief.get(at(TOWNSHIP, 'archive/?order=number&as=xlsx'))
    assert '档案-' in unquote(answer.headers['Content-Disposition'])
    header, *rows = rows_of(answer.content)
    assert header == ['档号', '办件', '归档', '保管期限'] and len(rows) == 3
    assert [row[0] for row in rows] == [
        'TJNS0001-2026-Y-000001',
        *(f'TJNS0001-2026-Y-000001；第 {n} 版' for n in (2, 3)),
    ]
    assert all(row[1] in shown for row in rows) and re.fullmatch(r'20[0-9-]{8} [0-9:]{5}', rows[0][2])
    taken = AuditEntry.objects.filter(action=Action.LIST_EXPORTED).get()
    assert (taken.hall, taken.subject, taken.detail) == (
        TOWNSHIP,
        '档案',
        {'count': 3, 'sha256': sha256(answer.content).hexdigest()},
    )


def test_a_file_has_an_end_and_says_so(world: World, signed_in: SignedIn) -> None:
    packages(world, 3)
    with patch.object(list_page, 'MOST_ROWS', 2):
        rows = rows_of(signed_in(world.chief(TOWNSHIP)).get(at(TOWNSHIP, 'archive/?as=xlsx')).content)
    assert len(rows) == 4 and '请用筛选缩小范围再导出' in rows[-1][0]


def test_whoever_may_not_see_a_list_gets_no_file_of_it_either(world: World, signed_in: SignedIn) -> None:
    for path in ('archive/', 'audit/', 'fees/', 'catalogue/letters/'):
        assert signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, f'{path}?as=xlsx')).status_code == 403
    assert not AuditEntry.objects.filter(action=Action.LIST_EXPORTED).exists()


def test_a_name_that_is_looked_for_stays_out_of_addresses_and_holds_over_pages(
    world: World, signed_in: SignedIn
) -> None:
    own = world.clerk(TOWNSHIP)
    other = own._replace(name='赵某某')
    for number in range(60):
        record(Action.LIST_IMPORTED, who=own, hall=TOWNSHIP, subject=f'第{number:02}份')
    record(Action.LIST_IMPORTED, who=other, hall=TOWNSHIP, subject='别人的')
    reader = signed_in(world.person(TOWNSHIP, Role.AUDITOR))
    answer = reader.post(AUDIT, {'who': own.name, 'action': 'list_imported', 'order': 'oldest'})
    address = answer.headers['Location']
    assert (answer.status_code, own.name in unquote(address), 'action=list_imported' in address) == (303, False, True)
    first = reader.get(address)
    assert ('第00份' in text(first), '别人的' in text(first), f'value="{own.name}"' in first.content.decode()) == (
        True,
        False,
        True,
    )
    following = re.findall(r'href="([^"]*)" rel="next"', first.content.decode())[0].replace('&amp;', '&')
    second = text(reader.get(AUDIT + following))
    assert ('第59份' in second, '别人的' in second, own.name in unquote(following)) == (True, False, False)
    file = re.findall(r'href="([^"]*as=xlsx)"', first.content.decode())[0].replace('&amp;', '&')
    assert len(rows_of(reader.get(AUDIT + file).content)) == 61
    assert '别人的' in text(reader.get(AUDIT))  # whoever comes back finds the whole list
    assert own.name not in unquote(reader.get(AUDIT, {'who': own.name}).content.decode().partition('id="ask"')[2][:900])


@pytest.mark.parametrize('asked', ['order=sideways', 'after=x'])
def test_an_order_or_a_place_that_no_list_has_is_no_page(world: World, signed_in: SignedIn, asked: str) -> None:
    assert signed_in(world.chief(TOWNSHIP)).get(at(TOWNSHIP, f'archive/?{asked}')).status_code == 404


def test_worklist_and_book_are_handed_out_as_they_are_shown(world: World, signed_in: SignedIn) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    chief = signed_in(world.chief(TOWNSHIP))
    header, row = rows_of(chief.get(at(TOWNSHIP, 'worklist/?as=xlsx')).content)
    assert (header[0], row[2], row[4]) == ('到期', case.number, '本大厅') and re.fullmatch('[0-9-]{10}', row[0])
    assert '张小明' not in ''.join(row)  # as masked as on the page
    with hall_context(world.hall(TOWNSHIP)):
        paper = Notice.objects.get()
    book = at(TOWNSHIP, f'register/{paper.organ_code}/{paper.code}/{paper.acted_at.year}/')
    assert 'as=xlsx' in chief.get(book).content.decode()
    _, line = rows_of(chief.get(f'{book}?as=xlsx').content)
    assert line[0] == paper.number and case.number in line[2]
    taken = AuditEntry.objects.filter(action=Action.LIST_EXPORTED).order_by('pk').values_list('subject', flat=True)
    assert [one.partition('年')[0] for one in taken] == ['全部待办', str(paper.acted_at.year)]
    assert signed_in(world.person(TOWNSHIP, Role.ADMINISTRATOR)).get(f'{book}?as=xlsx').status_code == 403
