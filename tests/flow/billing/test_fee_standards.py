"""收费标准 from the page of who keeps the catalogue to the guide, the window, the notice, month and villager."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.catalogue import Fee, FeeStep, MatterEntered
from federation.contracts.forms import FormAnswers, FormChoice, FormField, MatterForm, ShownIf
from govhall.billing.acts.assess import assess_fees
from govhall.billing.acts.bill import issue_order
from govhall.billing.acts.collect import collect
from govhall.billing.acts.refund import refund
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.receipt_month import receipt_month
from govhall.billing.rules.fees import ChargeRequest
from govhall.casework.acts.accept import accept_case
from govhall.casework.models import Case
from govhall.catalogue.entries import entry_of, store
from govhall.catalogue.models import Matter
from tenants.access import Actor
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.charging import back, bill, cashier, charge_for, receipt, typed_receipt
from tests.builders.desk import Desk
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World

WORKING = '100 平方米（100 平方米以内）× 1.3 元 + 20 平方米（超过 100 平方米）× 2 元 = 170.00 元'
FIELDS = [
    FormField(name='area', kind='number', label='占地面积', unit='平方米', required=True, decimals=2),
    FormField(
        name='use',
        kind='choice',
        label='用途',
        required=True,
        choices=[FormChoice(value='own', label='自用'), FormChoice(value='shop', label='经营')],
    ),
]
PER_AREA = Fee(
    name='占地补偿费',
    amount=Decimal(0),
    basis='测试用文件〔2026〕1号',
    unit='平方米',
    steps=[FeeStep(up_to=Decimal(100), rate=Decimal('1.3')), FeeStep(rate=Decimal(2))],
    quantity='area',
    only_if=[ShownIf(field='use', values=['shop'])],
    reducible=True,
)
ASSESSED = """query ($u: UUID) { case(uid: $u) { charges { item standard quantity unit working receipt } } }"""


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


@pytest.fixture
def case(world: World, chief: Actor) -> Iterator[Case]:
    """Accepted at the county with 120 square metres written in its form; the county's schema stays set."""
    ask_and_charge()
    yield from _accepted(world, chief, {'area': '120', 'use': 'shop'})


def ask_and_charge() -> None:
    """The matter asks for area and use, and is charged by them."""
    kept = entry_of(MatterEntered, Matter.objects.get(code=HYGIENE))
    form = MatterForm(source='测试用申请表', fields=FIELDS)
    store(replace(kept, form=form, fees=[PER_AREA], version=kept.version + 1))


def _accepted(world: World, chief: Actor, answers: dict[str, Any]) -> Iterator[Case]:
    version = Matter.objects.get(code=HYGIENE).version
    received = world.receive(COUNTY, HYGIENE, form=FormAnswers(version=version, answers=answers))
    with hall_context(world.hall(COUNTY)):
        yield accept_case(uid=received.uid, version=received.version, actor=chief)


def test_the_window_the_notice_the_villager_and_systems_see_one_working(
    world: World, case: Case, chief: Actor, signed_in: SignedIn
) -> None:
    desk, address = signed_in(chief), at(COUNTY, f'cases/{case.uid}/fees/')
    shown = desk.get(address)
    assert ('value="120"' in shown.content.decode(), WORKING in text(shown)) == (True, True)
    posted = {'version': str(case.version), 'take-0': '1', 'quantity-0': '120'}
    assert desk.post(f'{address}assess/', posted).status_code == 303
    with hall_context(world.hall(COUNTY)):
        order = bill(case, chief)
        assert order.total == Decimal('170.00')
    for page in (f'cases/{case.uid}/', f'cases/{case.uid}/fees/', f'fees/orders/{order.number}/'):
        assert WORKING in text(desk.get(at(COUNTY, page))), page
    assert WORKING in text(desk.get(at(COUNTY, f'fees/orders/{order.number}/sheet/')))
    told = Client().post('/track/', {'number': case.number, 'word': case.query_word})
    assert (WORKING in text(told), f'请凭缴款通知单（{order.number}）缴费' in text(told)) == (True, True)
    window = signed_in(cashier(world))
    assert window.post(at(COUNTY, f'fees/orders/{order.number}/collect/'), typed_receipt()).status_code == 303
    told = Client().post('/track/', {'number': case.number, 'word': case.query_word})
    assert '财政电子票据 51010126 0000000017，校验码 a1b2c3' in text(told)
    (line,) = System.of(world, COUNTY, Role.CLERK).ask(ASSESSED, u=str(case.uid))['case']['charges']
    assert (line['standard'], line['quantity'], line['unit']) == ('170.00', '120', '平方米')
    assert (line['working'], line['receipt']) == (WORKING, '51010126 0000000017')
    found = window.post(at(COUNTY, 'fees/'), {'number': '00000 00017'})
    assert found.headers['Location'] == at(COUNTY, f'fees/orders/{order.number}/')


def test_another_quantity_than_the_form_says_needs_its_ground_and_a_refusal_changes_nothing(
    world: World, case: Case, chief: Actor, signed_in: SignedIn
) -> None:
    desk, address = signed_in(chief), at(COUNTY, f'cases/{case.uid}/fees/assess/')
    posted = {'version': str(case.version), 'take-0': '1', 'quantity-0': '90'}
    refused = desk.post(address, posted)
    assert (refused.status_code, '申请表上写的是 120 平方米' in text(refused)) == (422, True)
    assert 'value="90"' in refused.content.decode()
    with hall_context(world.hall(COUNTY)):
        assert not CaseFee.objects.exists()
    assert desk.post(address, posted | {'measured-0': '现场测量'}).status_code == 303
    with hall_context(world.hall(COUNTY)):
        line = CaseFee.objects.get()
    assert (line.standard, line.working.endswith('（申请表写 120 平方米；核实：现场测量）')) == (
        Decimal('117.00'),
        True,
    )


def test_a_charge_that_falls_on_others_is_neither_offered_nor_taken(
    world: World, chief: Actor, signed_in: SignedIn
) -> None:
    ask_and_charge()
    for case in _accepted(world, chief, {'area': '120', 'use': 'own'}):
        assert '占地补偿费' not in text(signed_in(chief).get(at(COUNTY, f'cases/{case.uid}/fees/')))
    system = System.of(world, COUNTY, Role.CHIEF, powers=('decide',))
    told = system.do('assessFees', case.uid, charges=[{'item': '占地补偿费'}])
    assert told['code'] == 'CHARGE_NOT_FOR_THIS'
    with hall_context(world.hall(COUNTY)):
        assert not CaseFee.objects.exists()


def test_a_villager_whose_case_is_charged_above_reads_it_too(world: World) -> None:
    charge_for(HYGIENE, PER_AREA)
    below, above = (Desk.of_chief(world, hall) for hall in (TOWNSHIP, COUNTY))
    case = world.receive(TOWNSHIP, HYGIENE)
    below.send_up(case.uid)
    above.do(accept_case, case.uid)
    asked = [ChargeRequest('占地补偿费', quantity=Decimal(120))]
    with hall_context(world.hall(COUNTY)):
        there = Case.objects.get(uid=case.uid)
        assess_fees(uid=there.uid, version=there.version, actor=above.actor, asked=asked)
        order = bill(there, above.actor)
    world.carry()
    told = text(Client().post('/track/', {'number': case.number, 'word': case.query_word}))
    assert f'请缴费 170.00 元（占地补偿费 {WORKING}），缴款单号 {order.number}。' in told
    assert '请按下面的缴费通知缴费' in told
    with hall_context(world.hall(COUNTY)):
        collect(number=order.number, actor=cashier(world), receipt=receipt())
    world.carry()
    told = text(Client().post('/track/', {'number': case.number, 'word': case.query_word}))
    assert '费用已缴 170.00 元，财政电子票据 51010126 0000000017，校验码 a1b2c3。' in told


def test_the_month_lists_each_receipt_and_agrees_with_its_table(
    world: World, case: Case, chief: Actor, signed_in: SignedIn
) -> None:
    asked = [ChargeRequest('占地补偿费')]
    (line,) = assess_fees(uid=case.uid, version=case.version, actor=chief, asked=asked)
    case.refresh_from_db()
    order = issue_order(uid=case.uid, version=case.version, actor=chief)
    collect(number=order.number, actor=cashier(world), receipt=receipt())
    refund(fee=line.uid, actor=chief, wanted=back('70'))
    found = receipt_month(timezone.localdate().replace(day=1))
    assert [(one.kind, one.receipt, one.cancels) for one in found.lines] == [
        ('开票', '51010126 0000000017', ''),
        ('冲红', '51010126 0000009000', '51010126 0000000017'),
    ]
    assert (found.amount, found.red_amount) == (Decimal('170.00'), Decimal('70.00'))
    reader = signed_in(world.person(COUNTY, Role.SUPERVISOR))
    page = text(reader.get(at(COUNTY, 'fees/month/')))
    assert '本月开票 1 张 170.00 元，冲红 1 张 70.00 元' in page
    assert '51010126 0000009000' in reader.get(at(COUNTY, 'fees/month/csv/')).content.decode('utf-8-sig')
    with ZipFile(BytesIO(reader.get(at(COUNTY, 'fees/month/xlsx/')).content)) as book:
        assert 'xl/worksheets/sheet2.xml' in book.namelist()
        assert b'51010126 0000009000' in book.read('xl/sharedStrings.xml')
    with hall_context(world.hall(COUNTY)):
        assert PaymentOrder.objects.get().receipt == '51010126 0000000017'
