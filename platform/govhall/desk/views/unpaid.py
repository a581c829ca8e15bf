"""The cashier's window: the orders that wait for their money."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse

from govhall.billing.ledger import NEWEST_FIRST, OLDEST_FIRST, may_collect, order_searched, unpaid
from govhall.billing.models import PaymentOrder
from govhall.desk.bar import desk
from govhall.desk.views.orders import payers_of
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListOrder, ListSearch, ListWords, RowAction, Wanted
from govhall.look.templatetags.look import spaced
from tenants.access import StaffRequest
from tenants.roles import Role

OrderLine = tuple[PaymentOrder, str]  # with the masked name of who pays


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[PaymentOrder]:
    return unpaid(request.actor)


def _lines(request: StaffRequest, rows: Sequence[PaymentOrder], wanted: Wanted) -> list[OrderLine]:
    payers = payers_of(rows, request.actor)
    return [(order, payers.get(order.pk, '')) for order in rows]


def _address(number: str) -> str:
    return reverse('payment_order', args=[number])


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    return ListWords(
        title=f'等缴款的缴款单 {unpaid(request.actor).count()} 张', links=[('收费月报', reverse('fee_month'))]
    )


FEES = ListPage[PaymentOrder, OrderLine](
    key='fees',
    name='orders',
    title='等缴款的缴款单',
    roles=frozenset({Role.CLERK}),
    allowed=lambda request: may_collect(request.actor),
    bar=desk,
    columns=[
        ListColumn('缴款单', lambda row: ListCell(text=spaced(row[0].number), href=_address(row[0].number))),
        ListColumn('缴款人', lambda row: row[1]),
        ListColumn('金额（元）', lambda row: str(row[0].total), 'number'),
        ListColumn('开单', lambda row: ListCell(at=row[0].issued_at, notes=[row[0].issued_name])),
    ],
    orders={
        'oldest': ListOrder('先开的在前', OLDEST_FIRST, '开单'),
        'newest': ListOrder('新开的在前', NEWEST_FIRST, '开单'),
    },
    rows=_rows,
    lines=_lines,
    acts=lambda request, row: [RowAction(label='收款', href=_address(row[0].number))],
    empty='没有等缴款的单子。窗口核定收费并开单后，会排在这里。',
    search=ListSearch(
        label='缴款单号或财政电子票据号码',
        hint='单子上的 21 位号码，或票上的 10 位票据号码（收过的、冲红的也能找到）；空格可以不输',
        button='找这张单',
        focus=True,
        find=lambda request, typed: _address(order_searched(typed, request.actor).number),
    ),
    words=_words,
)
fees = FEES.view
