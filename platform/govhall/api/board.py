"""The board of a centre (两集中、两到位) and the month's charges, as GraphQL: the numbers of their pages."""

from datetime import date
from typing import Any

import graphene
from django.utils import timezone

from govhall.api.access import actor_of, hall_here
from govhall.api.parts import listed, words
from govhall.billing.fee_month import READERS as MONTH_READERS
from govhall.billing.fee_month import Month, month_table
from govhall.billing.ledger import MOST, may_collect, unpaid_orders
from govhall.billing.models import PaymentOrder
from govhall.casework.rules.transitions import NotYourRole
from govhall.catalogue.centre import Board, board, items_of
from govhall.catalogue.models import CentreItem
from govhall.catalogue.readers import READERS
from govhall.centre.window_work import WindowWork, deciding_nothing
from govhall.kernel.errors import Refused
from govhall.look.pages import cut
from tenants.roles import Role

OVERSEERS = READERS
ITEMS = 100


def _days(what: str) -> graphene.List:
    said = f'Since when it was {what} in turn; a change counts from its day on.'
    return graphene.List(graphene.NonNull(graphene.Date), required=True, description=said)


class BadMonth(Refused):
    """The month is not written as a month."""

    code = 'BAD_MONTH'
    sentence = '月份请写成 2026-11 的样子。'


class CentreProgress(graphene.ObjectType):
    """How much of what is published is handled and decided in the hall. Rates in per cent, one decimal."""

    published = graphene.Int(required=True, description='Items that the county publishes.')
    entered = graphene.Int(required=True, description='Of these, handled in the hall (进驻).')
    empowered = graphene.Int(required=True, description='Of these, decided at the window by a live letter (授权到位).')
    rate = words('项目进入率: entered of published.')
    power_rate = words('窗口授权率: empowered of entered.')


class CentreDepartment(graphene.ObjectType):
    """A department on the board."""

    code = words('Its code.')
    name = words('Its name.')
    section = words('Its approval section (行政服务科), or empty.')
    form = words('How its approvals were put together (审批职能归并).')
    windows = graphene.List(graphene.NonNull(graphene.String), required=True, description='Numbers of its windows.')
    chief = words('Name of its chief representative (首席代表), or empty.')
    seconded = graphene.List(graphene.NonNull(graphene.String), required=True, description='Whom it has sent here.')
    progress = graphene.Field(graphene.NonNull(CentreProgress), description='Its items.')


class IdleWindow(graphene.ObjectType):
    """A window that decided nothing from the first of the month to the day (收发室)."""

    number = words('Its number.')
    name = words('Its name.')
    department = words('Name of its department.')
    received = graphene.Int(required=True, description='Cases that came to it meanwhile.')

    @staticmethod
    def resolve_number(root: WindowWork, info: graphene.ResolveInfo) -> str:
        """As on its sign."""
        return root.window.number

    @staticmethod
    def resolve_name(root: WindowWork, info: graphene.ResolveInfo) -> str:
        """As on its sign."""
        return root.window.name


class CentreBoard(graphene.ObjectType):
    """The state of the hall on a day; departments that have something missing come first."""

    day = graphene.Date(required=True, description='The day.')

    total = graphene.Field(graphene.NonNull(CentreProgress), description='All items.')
    windows = graphene.Int(required=True, description='Windows of the departments that are in.')
    departments_in = graphene.Int(required=True, description='Departments that are in.')
    departments = listed(CentreDepartment, 'All departments that publish or sit here, or did.')
    deciding_nothing = listed(IdleWindow, 'Windows that decided nothing in the month up to the day.')

    @staticmethod
    def resolve_deciding_nothing(root: Board, info: graphene.ResolveInfo) -> list[WindowWork]:
        """As the page 进驻情况."""
        return deciding_nothing(hall_here(info).code, root)


class PublishedItem(graphene.ObjectType):
    """An item that a department publishes."""

    code = words('Its code.')
    name = words('Its name.')
    task_type = words('Code of its type (GB/T 39046 A.1).')
    published_days = _days('published, and no longer published,')
    entered_days = _days('handled in the hall, and no longer,')


class PublishedItems(graphene.ObjectType):
    """A page of items."""

    items = listed(PublishedItem, f'At most {ITEMS}, by code.')
    end_cursor = graphene.String(description='`after` of the next page; null on the last one.')


class FeeLineType(graphene.ObjectType):
    """An item of an organ in a month. Amounts are yuan with two decimals, as text."""

    class Meta:
        name = 'FeeLine'

    organ = words('The organ.')
    item = words('What is charged; empty in the total.')
    assessed = graphene.Int(required=True, description='How often it was assessed (核定).')
    standard = words('Their standards.')
    reduced = words('What was asked less.')
    collected = graphene.Int(required=True, description='How often it was paid.')
    amount = words('What was paid.')
    refunds = graphene.Int(required=True, description='How often something was given back.')
    refunded = words('What was given back.')
    net = words('What stayed.')
    year = words('What stayed from January to the end of the month.')
    year_ago = words('What stayed in the same month last year.')


class FeeMonth(graphene.ObjectType):
    """The monthly table of charges (收费月报)."""

    first = graphene.Date(required=True, description='First day of the month.')
    lines = listed(FeeLineType, 'By organ and item.')
    total = graphene.Field(graphene.NonNull(FeeLineType), description='The last row.')


class UnpaidOrder(graphene.ObjectType):
    """A payment order (缴款单) that waits for its money; it names no person."""

    number = words('Its number.')
    total = words('The sum in yuan.')
    issued_at = graphene.DateTime(required=True, description='When it was issued.')


class BoardQueries(graphene.ObjectType):
    """What the centre's managers and cashiers look at."""

    centre_board = graphene.Field(
        CentreBoard,
        day=graphene.Date(description='As it stood on this day; today if it is not given.'),
        description='项目进入率 and 窗口授权率, in all and by department. Errors: NOT_YOUR_ROLE, NO_SUCH_DAY.',
    )
    published_items = graphene.Field(
        PublishedItems,
        department=graphene.String(required=True, description='Code of the department.'),
        after=graphene.String(description='`endCursor` of the page before.'),
        description='The items of a department. Errors: NOT_YOUR_ROLE.',
    )
    fee_month = graphene.Field(
        FeeMonth,
        month=graphene.String(description='As 2026-11; this month if it is not given.'),
        description='The monthly table of charges. Errors: BAD_MONTH, NOT_YOUR_ROLE.',
    )
    unpaid_orders = graphene.List(
        graphene.NonNull(UnpaidOrder),
        description=f'At most {MOST} orders that wait for money, the oldest first; cashiers only. NOT_YOUR_ROLE.',
    )

    @staticmethod
    def resolve_centre_board(root: object, info: graphene.ResolveInfo, day: date | None = None) -> Board:
        """As the page 进驻情况."""
        actor_of(info, OVERSEERS)
        return board(hall_here(info).code, day or timezone.localdate())

    @staticmethod
    def resolve_published_items(
        root: object, info: graphene.ResolveInfo, department: str, after: str = ''
    ) -> dict[str, Any]:
        """A page by code."""
        actor_of(info, OVERSEERS)
        found: list[CentreItem] = [item for item in items_of(hall_here(info).code, department) if item.code > after]
        page = cut(found, ITEMS, lambda one: one.code)
        return {'items': page.rows, 'end_cursor': page.after or None}

    @staticmethod
    def resolve_fee_month(root: object, info: graphene.ResolveInfo, month: str = '') -> Month:
        """As the page 收费月报."""
        actor_of(info, frozenset(MONTH_READERS))
        try:
            first = date.fromisoformat(f'{month}-01') if month else timezone.localdate().replace(day=1)
        except ValueError as unreadable:
            raise BadMonth(field='month') from unreadable
        if not 2000 <= first.year <= 2200:
            raise BadMonth(field='month')
        return month_table(first)

    @staticmethod
    def resolve_unpaid_orders(root: object, info: graphene.ResolveInfo) -> list[PaymentOrder]:
        """As the cashier's page: a letter that says 收款 is asked for."""
        actor = actor_of(info, frozenset({Role.CLERK}))
        if not may_collect(actor):
            raise NotYourRole
        return unpaid_orders(actor)
