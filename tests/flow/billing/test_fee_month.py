"""The monthly table reconciles with the events of the cases to the cent."""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import count
from zipfile import ZipFile

import pytest

from federation.contracts.catalogue import Fee
from govhall.billing.acts.assess import assess_fees
from govhall.billing.acts.bill import issue_order
from govhall.billing.acts.cancel import cancel_fee
from govhall.billing.acts.collect import collect
from govhall.billing.acts.refund import refund
from govhall.billing.fee_month import FeeMonthLine, Month, after, month_table
from govhall.billing.fee_month_files import HEADINGS, as_csv, as_xlsx, cells
from govhall.billing.models import CaseFee
from govhall.billing.receipt_month import ReceiptMonth
from govhall.billing.rules.fees import ChargeRequest
from govhall.casework.models import Case, CaseEvent
from tenants.access import Actor
from tenants.context import hall_context
from tests.builders.charging import accepted_case, back, cashier, charge_for, receipt
from tests.builders.world import COUNTY, HYGIENE, LOGGING, World

NONE = ReceiptMonth([], 0, Decimal(0), 0, Decimal(0))
NUMBERS = count(1)  # of receipts
ITEMS = 89  # as many as a county centre of 2009 had
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
MIDDLE = datetime(2026, 11, 16, 2, tzinfo=UTC)
# China is eight hours ahead: 16:00 in London is midnight there.
BEFORE_MIDNIGHT, MIDNIGHT = datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)


@pytest.fixture
def county(world: World) -> Iterator[World]:
    """The county's schema stays set; two matters cost something."""
    fees = [Fee(name=f'收费{n:02}', amount=Decimal(n * 137) / 100, basis='文件', reducible=True) for n in range(1, 90)]
    charge_for(HYGIENE, *fees)
    charge_for(LOGGING, fees[0])
    with hall_context(world.hall(COUNTY)):
        yield world


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(COUNTY)


def pay(world: World, case: Case, chief: Actor, asked: list[ChargeRequest], at: datetime) -> list[CaseFee]:
    case.refresh_from_db()
    lines = assess_fees(uid=case.uid, version=case.version, actor=chief, asked=asked, at=at)
    case.refresh_from_db()
    order = issue_order(uid=case.uid, version=case.version, actor=chief, at=at)
    collect(number=order.number, actor=cashier(world), receipt=receipt(next(NUMBERS)), at=at)
    return lines


def of(month: Month, item: str, organ: str = '通江县卫生健康局') -> FeeMonthLine:
    return next(line for line in month.lines if (line.organ, line.item) == (organ, item))


def test_eighty_nine_items_reconcile_with_the_chain_to_the_cent(county: World, chief: Actor) -> None:
    half = [ChargeRequest(f'收费{n:02}', round(Decimal(n * 137) / 200, 2), '减半') for n in range(1, 45)]
    whole = [ChargeRequest(f'收费{n:02}') for n in range(45, 90)]
    lines = pay(county, accepted_case(county, HYGIENE, chief), chief, half + whole, MIDDLE)
    for line in lines[::7]:
        refund(fee=line.uid, actor=chief, wanted=back('0.33', '多收', red=next(NUMBERS)), at=MIDDLE)
    month = month_table(NOVEMBER)
    events = CaseEvent.objects.filter(kind__in=['collect_fee', 'refund_fee']).values_list('kind', 'data__amount')
    ledger = {kind: sum(Decimal(a) for k, a in events if k == kind) for kind in ('collect_fee', 'refund_fee')}
    assert (len(month.lines), month.total.collected, month.total.refunds) == (ITEMS, ITEMS, 13)
    assert (month.total.amount, month.total.refunded) == (ledger['collect_fee'], ledger['refund_fee'])
    assert month.total.refunded == Decimal('4.29')
    assert month.total.standard - month.total.reduced == month.total.amount
    assert month.total.standard == sum(Decimal(n * 137) / 100 for n in range(1, 90))
    assert month.total.net == sum(line.net for line in month.lines)


def test_a_month_begins_and_ends_at_midnight_in_china(county: World, chief: Actor) -> None:
    for at in (BEFORE_MIDNIGHT, MIDNIGHT):
        pay(county, accepted_case(county, HYGIENE, chief), chief, [ChargeRequest('收费01')], at)
    assert [month_table(first).total.collected for first in (OCTOBER, NOVEMBER)] == [1, 1]
    assert month_table(NOVEMBER).total.year == Decimal('2.74')


def test_the_year_and_the_same_month_last_year_stand_beside(county: World, chief: Actor) -> None:
    pay(county, accepted_case(county, HYGIENE, chief), chief, [ChargeRequest('收费02')], MIDDLE)
    line = of(month_table(date(2027, 11, 1)), '收费02')
    assert (line.collected, line.year, line.year_ago) == (0, Decimal('0.00'), Decimal('2.74'))
    assert of(month_table(date(2026, 12, 1)), '收费02').year == Decimal('2.74')


def test_each_organ_has_its_own_row_of_the_same_item(county: World, chief: Actor) -> None:
    for matter in (HYGIENE, LOGGING):
        pay(county, accepted_case(county, matter, chief), chief, [ChargeRequest('收费01')], MIDDLE)
    month = month_table(NOVEMBER)
    assert of(month, '收费01').amount == of(month, '收费01', '通江县林业局').amount == Decimal('1.37')


def test_a_charge_that_was_taken_back_counts_nowhere(county: World, chief: Actor) -> None:
    case = accepted_case(county, HYGIENE, chief)
    (line,) = assess_fees(uid=case.uid, version=case.version, actor=chief, asked=[ChargeRequest('收费01')], at=MIDDLE)
    assert month_table(NOVEMBER).total.assessed == 1
    cancel_fee(fee=line.uid, actor=chief, reason='选错', at=MIDDLE)
    assert month_table(NOVEMBER).lines == []


def test_one_who_pays_nothing_counts_as_reduced(county: World, chief: Actor) -> None:
    case = accepted_case(county, HYGIENE, chief)
    free = [ChargeRequest('收费01', Decimal(0), '低保户免收')]
    assess_fees(uid=case.uid, version=case.version, actor=chief, asked=free, at=MIDDLE)
    line = of(month_table(NOVEMBER), '收费01')
    assert (line.assessed, line.reduced, line.collected) == (1, Decimal('1.37'), 0)


def test_the_table_costs_the_same_however_much_was_charged(
    county: World, chief: Actor, django_assert_num_queries: object
) -> None:
    pay(
        county,
        accepted_case(county, HYGIENE, chief),
        chief,
        [ChargeRequest(f'收费{n:02}') for n in range(1, 90)],
        MIDDLE,
    )
    with django_assert_num_queries(7):  # type: ignore[operator]
        month_table(NOVEMBER)


@pytest.mark.parametrize(
    ('first', 'following'), [(date(2026, 12, 1), date(2027, 1, 1)), (date(2026, 1, 1), date(2026, 2, 1))]
)
def test_after_december_comes_january(first: date, following: date) -> None:
    assert after(first) == following


DANGEROUS = Month(NOVEMBER, [FeeMonthLine('=cmd|calc', '+收费', 1, amount=Decimal('10.05'))], FeeMonthLine('合计', ''))


def test_each_value_stands_under_its_heading() -> None:
    amounts = {
        name: Decimal(value) for name, value in [('standard', 1), ('reduced', 2), ('amount', 30), ('refunded', 4)]
    }
    line = FeeMonthLine('甲局', '工本费', 11, collected=12, refunds=13, year=Decimal(5), year_ago=Decimal(6), **amounts)
    assert dict(zip(HEADINGS, cells(line), strict=True)) == {
        '收费单位': '甲局',
        '收费项目': '工本费',
        '核定件数': 11,
        '按标准应收（元）': 1,
        '减免（元）': 2,
        '收款件数': 12,
        '实收（元）': 30,
        '退款件数': 13,
        '退款（元）': 4,
        '净收（元）': 26,
        '本年累计净收（元）': 5,
        '上年同月净收（元）': 6,
    }


def test_the_csv_opens_in_a_spreadsheet_program_and_holds_no_formula() -> None:
    content = as_csv('月报', DANGEROUS, NONE)
    assert content.startswith(b'\xef\xbb\xbf')
    title, headings, line, total, *_ = csv.reader(StringIO(content.decode('utf-8-sig')))
    assert (title, tuple(headings), line[:2], line[6]) == (['月报'], HEADINGS, ["'=cmd|calc", "'+收费"], '10.05')
    assert total[0] == '合计'


def test_the_workbook_holds_texts_and_numbers_and_no_formula() -> None:
    with ZipFile(BytesIO(as_xlsx('月报', DANGEROUS, NONE))) as book:
        sheet = book.read('xl/worksheets/sheet1.xml').decode()
        texts = book.read('xl/sharedStrings.xml').decode()
    assert ('<f>' in sheet, '<v>10.05</v>' in sheet) == (False, True)
    assert '=cmd|calc' in texts
