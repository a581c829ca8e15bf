"""Matters that cost money, and the people who charge and collect: the seed's twelve matters are free of charge."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from federation.contracts.catalogue import Fee
from govhall.billing.acts.assess import assess_fees
from govhall.billing.acts.bill import issue_order
from govhall.billing.acts.refund import Refund
from govhall.billing.models import CaseFee, PaymentOrder
from govhall.billing.rules.fees import ChargeRequest
from govhall.casework.acts.accept import accept_case
from govhall.casework.models import Case
from govhall.catalogue.models import Matter
from tenants.access import Actor
from tenants.roles import Role
from tests.builders.world import COUNTY, World

TEST_FEE = Fee(
    name='检测费',
    amount=Decimal('80.00'),
    basis='《公共场所卫生检测收费办法》第五条',
    reducible=True,
    reduction_basis='小微企业减半',
)
CARD_FEE = Fee(name='证照工本费', amount=Decimal('10.00'), basis='《证照工本费管理办法》第三条')
WHOLE = ChargeRequest('检测费')


def receipt(number: int = 17) -> tuple[str, str, str]:
    """A receipt of the treasury: its code, its number and its check code."""
    return '51010126', f'{number:010}', 'a1b2c3'


def typed_receipt(number: int = 17, *, prefix: str = 'receipt') -> dict[str, str]:
    """The same as it is posted."""
    parts = zip(('code', 'number', 'check'), receipt(number), strict=True)
    return {f'{prefix}_{part}': text for part, text in parts}


def sent_receipt(number: int = 17, *, prefix: str = 'receipt') -> dict[str, str]:
    """The same as systems send it."""
    parts = zip(('Code', 'Number', 'Check'), receipt(number), strict=True)
    return {f'{prefix}{part}': text for part, text in parts}


def back(amount: str, reason: str = '多收', *, red: int = 9000) -> Refund:
    """So many yuan given back, against a red receipt."""
    return Refund(Decimal(amount), reason, receipt(red))


def charge_for(matter: str, *fees: Fee) -> None:
    """The catalogue publishes these charges of the matter."""
    assert Matter.objects.filter(code=matter).update(fees=msgspec.to_builtins(fees))


def cashier(world: World, hall: str = COUNTY) -> Actor:
    """A clerk whose letter says 收款."""
    return world.person(hall, Role.CLERK, powers=['collect'])


def accepted_case(world: World, matter: str, chief: Actor, **changes: object) -> Case:
    """A case accepted at the county, whose schema the caller has set."""
    received = world.receive(COUNTY, matter, **changes)  # type: ignore[arg-type]
    return accept_case(uid=received.uid, version=received.version, actor=chief)


def assess(case: Case, actor: Actor, asked: Iterable[ChargeRequest] = (WHOLE,)) -> list[CaseFee]:
    """Charge the case as it stands now."""
    case.refresh_from_db()
    return assess_fees(uid=case.uid, version=case.version, actor=actor, asked=list(asked))


def bill(case: Case, actor: Actor) -> PaymentOrder:
    """The order for all that the applicant owes."""
    case.refresh_from_db()
    return issue_order(uid=case.uid, version=case.version, actor=actor)
