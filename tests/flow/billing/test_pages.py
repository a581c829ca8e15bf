"""Charging, billing, collecting and giving back on the pages, and who may not."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from govhall.billing.models import CaseFee, PaymentOrder
from govhall.casework.models import Case, CaseEvent
from tenants.access import Actor
from tenants.audit import Action
from tenants.context import hall_context
from tenants.models import AuditEntry
from tenants.roles import Role
from tenants.selectors import hall_by_code, points_of
from tests.builders.charging import (
    CARD_FEE,
    TEST_FEE,
    accepted_case,
    assess,
    bill,
    cashier,
    charge_for,
    typed_receipt,
)
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import BIRTH, COUNTY, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def case(world: World, chief: Actor) -> Iterator[Case]:
    """A hygiene licence accepted at the county, whose schema stays set; nothing charged yet."""
    charge_for(HYGIENE, TEST_FEE, CARD_FEE)
    with hall_context(world.hall(COUNTY)):
        yield accepted_case(world, HYGIENE, chief)


@pytest.fixture
def order(case: Case, chief: Actor) -> PaymentOrder:
    assess(case, chief)
    return bill(case, chief)


def here() -> AbstractContextManager[None]:
    """The county's schema: each request leaves it."""
    return hall_context(hall_by_code(COUNTY))


def charges() -> list[CaseFee]:
    with here():
        return list(CaseFee.objects.order_by('uid'))


def page(case: Case, path: str = '') -> str:
    return at(COUNTY, f'cases/{case.uid}/fees/{path}')


def order_page(order: PaymentOrder, path: str = '') -> str:
    return at(COUNTY, f'fees/orders/{order.number}/{path}')


def post(client: Client, case: Case, path: str, **fields: str):  # type: ignore[no-untyped-def]
    with here():
        case.refresh_from_db()
    return client.post(page(case, path), {'version': str(case.version)} | fields)


def test_from_the_case_to_the_money_and_back(world: World, case: Case, chief: Actor, signed_in: SignedIn) -> None:
    window, desk = signed_in(cashier(world)), signed_in(chief)
    assert '核定收费' in text(desk.get(at(COUNTY, f'cases/{case.uid}/')))
    half = {'take-0': '1', 'amount-0': '40', 'reduction-0': '小微企业减半', 'take-1': '1'}
    assert post(desk, case, 'assess/', **half).status_code == 303
    assert '50.00 元' in text(desk.get(page(case)))
    billed = post(desk, case, 'bill/')
    with here():
        order = PaymentOrder.objects.get()
    assert (billed.status_code, billed.headers['Location']) == (303, order_page(order))
    found = window.post(at(COUNTY, 'fees/'), {'number': f'{order.number[:8]} {order.number[8:].lower()}'})
    assert (found.status_code, found.headers['Location']) == (303, order_page(order))
    assert window.post(order_page(order, 'collect/'), typed_receipt()).status_code == 303
    assert '财政电子票据 51010126 0000000017' in text(desk.get(order_page(order)))
    line = next(charge for charge in charges() if charge.item == '检测费')
    assert (
        post(
            desk, case, f'{line.uid}/refund/', amount='15.5', reason='多收', **typed_receipt(9, prefix='red')
        ).status_code
        == 303
    )
    assert '已退 15.50 元' in text(desk.get(at(COUNTY, f'cases/{case.uid}/')))
    told = text(desk.get(at(COUNTY, f'cases/{case.uid}/')))
    assert [word for word in ('核定收费', '开缴款单', '收款', '退款') if word in told] == [
        '核定收费',
        '开缴款单',
        '收款',
        '退款',
    ]


def test_too_much_is_refused_with_the_standard_and_all_that_was_typed(
    case: Case, chief: Actor, signed_in: SignedIn
) -> None:
    refused = post(signed_in(chief), case, 'assess/', **{'take-0': '1', 'amount-0': '80.01', 'reduction-0': '急件'})
    assert (refused.status_code, '不能超标准收费' in text(refused)) == (422, True)
    shown = refused.content.decode()
    assert ('value="80.01"' in shown, 'value="急件"' in shown, shown.count(' checked')) == (True, True, 1)
    assert charges() == []


@pytest.mark.parametrize('amount', ['八十', '-5', '0.001'])
def test_what_is_no_amount_is_said_so(case: Case, chief: Actor, signed_in: SignedIn, amount: str) -> None:
    refused = post(signed_in(chief), case, 'assess/', **{'take-0': '1', 'amount-0': amount})
    assert (refused.status_code, '两位小数' in text(refused)) == (422, True)


@pytest.mark.parametrize(('version', 'status'), [('', 422), ('x', 422), ('1', 409), ('99999999999', 409)])
def test_a_page_without_the_version_of_now_changes_nothing(
    case: Case, chief: Actor, signed_in: SignedIn, version: str, status: int
) -> None:
    answer = signed_in(chief).post(page(case, 'assess/'), {'version': version, 'take-0': '1'})
    assert (answer.status_code, charges()) == (status, [])


def test_who_assessed_is_told_to_leave_the_collecting_to_a_colleague(
    world: World, case: Case, signed_in: SignedIn
) -> None:
    both = cashier(world)
    assess(case, both)
    order = bill(case, both)
    refused = signed_in(both).post(order_page(order, 'collect/'), typed_receipt())
    assert (
        refused.status_code,
        '不能是同一个人' in text(refused),
        'value="0000000017"' in refused.content.decode(),
    ) == (
        403,
        True,
        True,
    )


def test_only_a_cashier_has_the_window_and_the_button(
    world: World, order: PaymentOrder, chief: Actor, signed_in: SignedIn
) -> None:
    window, desk = signed_in(cashier(world)), signed_in(chief)
    assert [client.get(at(COUNTY, 'fees/')).status_code for client in (window, desk)] == [200, 403]
    buttons = ['id="collect"' in client.get(order_page(order)).content.decode() for client in (window, desk)]
    assert buttons == [True, False]
    assert desk.post(order_page(order, 'collect/'), typed_receipt()).status_code == 403
    menus = [
        'href="/h/tongjiang/fees/"' in client.get(at(COUNTY, 'counter/')).content.decode() for client in (window, desk)
    ]
    assert menus == [True, False]


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_who_watches_sees_the_money_and_no_name_and_moves_nothing(
    world: World, case: Case, order: PaymentOrder, signed_in: SignedIn, role: Role
) -> None:
    reader = signed_in(world.person(COUNTY, role))
    for address in (page(case), order_page(order)):
        shown = reader.get(address)
        assert (
            '80.00' in text(shown),
            '张小明' in shown.content.decode(),
            '<button class="primary"' in shown.content.decode(),
        ) == (True, False, False)
    assert reader.get(order_page(order, 'sheet/')).status_code == 403
    for address in (
        page(case, 'assess/'),
        page(case, 'bill/'),
        order_page(order, 'collect/'),
        order_page(order, 'void/'),
    ):
        assert reader.post(address, {'version': '1'}).status_code == 403


def test_a_village_agent_finds_no_charge_of_another_point_and_charges_nothing(
    world: World, signed_in: SignedIn
) -> None:
    charge_for(BIRTH, TEST_FEE)
    taken_at, other = (point.code for point in points_of(world.hall(TOWNSHIP))[:2])
    case = world.receive(TOWNSHIP, BIRTH, point=taken_at)
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=other))
    address = at(TOWNSHIP, f'cases/{case.uid}/fees/')
    assert agent.get(address).status_code == 404
    assert agent.post(f'{address}assess/', {'version': '1'}).status_code == 403


def test_another_hall_s_order_and_charge_are_not_found(
    world: World, case: Case, order: PaymentOrder, signed_in: SignedIn
) -> None:
    (line,) = charges()
    stranger = signed_in(cashier(world, OTHER_TOWNSHIP))
    for path in (f'fees/orders/{order.number}/', f'fees/orders/{order.number}/sheet/', f'cases/{case.uid}/fees/'):
        assert stranger.get(at(OTHER_TOWNSHIP, path)).status_code == 404
    assert stranger.post(at(OTHER_TOWNSHIP, f'cases/{case.uid}/fees/{line.uid}/refund/')).status_code == 404
    assert stranger.post(at(OTHER_TOWNSHIP, f'fees/orders/{order.number}/collect/'), typed_receipt()).status_code == 404


def test_a_charge_is_changed_only_through_its_own_case(
    world: World, case: Case, order: PaymentOrder, chief: Actor, signed_in: SignedIn
) -> None:
    (line,), other = charges(), accepted_case(world, HYGIENE, chief)
    desk = signed_in(chief)
    assert desk.post(page(other, f'{line.uid}/refund/')).status_code == 404
    assert desk.post(page(case, f'{uuid4()}/cancel/')).status_code == 404
    assert desk.post(page(case, f'{line.uid}/forget/')).status_code == 404
    refused = desk.post(page(case, f'{line.uid}/cancel/'), {'reason': '选错'})
    assert (refused.status_code, '先作废缴款单' in text(refused)) == (409, True)


def test_the_sheet_names_the_payer_every_line_and_the_sum_in_capitals(
    case: Case, order: PaymentOrder, chief: Actor, signed_in: SignedIn
) -> None:
    shown = text(signed_in(chief).get(order_page(order, 'sheet/')))
    wanted = ('张小明', '检测费', TEST_FEE.basis, '通江县卫生健康局', '捌拾元整', '不收取任何费用')
    assert [word for word in wanted if word not in shown] == []
    with here():
        looks = list(CaseEvent.objects.filter(case_id=case.uid, kind='shown_in_full').values_list('actor', 'data'))
    assert looks == [(chief.person_id, {'purpose': 'order'})]
    told = AuditEntry.objects.filter(action=Action.PERSON_SHOWN).values_list('who', 'hall', 'subject', 'detail')
    assert list(told) == [(chief.person_id, COUNTY, case.number, {'case': str(case.uid), 'purpose': 'order'})]


def test_the_order_on_screen_is_masked_and_no_look(
    case: Case, order: PaymentOrder, chief: Actor, world: World, signed_in: SignedIn
) -> None:
    shown = text(signed_in(chief).get(order_page(order))) + text(signed_in(cashier(world)).get(at(COUNTY, 'fees/')))
    assert ('张小明' in shown, '张*明' in shown or '张**' in shown) == (False, True)
    refused = signed_in(world.person(COUNTY, Role.SUPERVISOR)).get(order_page(order, 'sheet/'))
    assert refused.status_code == 403
    assert not AuditEntry.objects.filter(action=Action.PERSON_SHOWN).exists()


def test_a_void_order_says_so_and_offers_nothing(order: PaymentOrder, chief: Actor, signed_in: SignedIn) -> None:
    desk = signed_in(chief)
    refused = desk.post(order_page(order, 'void/'), {'reason': ''})
    assert (refused.status_code, '理由' in text(refused)) == (422, True)
    assert desk.post(order_page(order, 'void/'), {'reason': '开错'}).status_code == 303
    shown = desk.get(order_page(order))
    assert ('已作废' in text(shown), 'id="void"' in shown.content.decode()) == (True, False)


def test_an_unknown_number_is_said_beside_the_field(world: World, signed_in: SignedIn) -> None:
    answer = signed_in(cashier(world)).post(at(COUNTY, 'fees/'), {'number': 'TJXZ0001'})
    assert (answer.status_code, '没有这张缴款单' in text(answer)) == (404, True)


def test_a_free_matter_shows_no_word_of_money(world: World, chief: Actor, signed_in: SignedIn) -> None:
    with hall_context(world.hall(COUNTY)):
        free = accepted_case(world, HYGIENE, chief)
    assert 'aria-label="收费"' not in signed_in(chief).get(at(COUNTY, f'cases/{free.uid}/')).content.decode()


def test_the_month_is_for_who_may_read_it_as_page_and_as_files(
    world: World, order: PaymentOrder, signed_in: SignedIn
) -> None:
    signed_in(cashier(world)).post(order_page(order, 'collect/'), typed_receipt())
    reader = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    assert '净收 80.00 元' in text(reader.get(at(COUNTY, 'fees/month/')))
    files = {form: reader.get(at(COUNTY, f'fees/month/{form}/')) for form in ('csv', 'xlsx')}
    assert [answer.headers['Content-Disposition'].split(';')[0] for answer in files.values()] == ['attachment'] * 2
    assert '80.00' in files['csv'].content.decode('utf-8-sig')
    assert signed_in(world.person(COUNTY, Role.AGENT)).get(at(COUNTY, 'fees/month/')).status_code == 403
    for path in ('?month=2026-13', '?month=1999-01', 'pdf/'):
        assert reader.get(at(COUNTY, f'fees/month/{path}')).status_code == 404


def test_amounts_of_the_month_are_of_this_hall_alone(world: World, order: PaymentOrder, signed_in: SignedIn) -> None:
    assert order.total == Decimal('80.00')
    assert '这个月没有收费' in text(signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, 'fees/month/')))
