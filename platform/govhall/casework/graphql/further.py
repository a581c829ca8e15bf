"""Mutations beyond the acts of the case's page: money, files and void papers, by the services of their pages."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import graphene
import structlog

from govhall.billing.ledger import NoSuchOrder, order_of
from govhall.billing.models import CaseFee
from govhall.billing.rules.fees import Asked, amount_of
from govhall.billing.services.fees import assess_fees, cancel_fee, issue_order
from govhall.billing.services.payments import collect, refund, void_order
from govhall.casework.graphql.access import actor_of
from govhall.casework.graphql.answers import Answer, refused
from govhall.casework.models import Case
from govhall.casework.rules.transitions import MONEY
from govhall.casework.selectors import HANDLERS, case_for
from govhall.casework.services.materials import attach_file, attach_upload, reuse_on_file
from govhall.casework.services.voiding import void_paper
from govhall.files.rules.materials import FileTypeRefused
from govhall.kernel.errors import Refused
from tenants.access import Actor
from tenants.roles import Role

log = structlog.get_logger(__name__)
LONGEST_REASON, LONGEST_VOUCHER = 300, 60
UID = {'uid': graphene.UUID(required=True, description='Id of the case.')}
VERSION = {'version': graphene.Int(required=True, description='Version of the case that the caller has seen.')}
REASON = {'reason': graphene.String(required=True, description='Why, in words; at most 300 characters, no names.')}
FEE = {'fee': graphene.UUID(required=True, description='Id of the charge.')}
ORDER = {'order': graphene.String(required=True, description='Number of the payment order; it is one of this case.')}
PAPER = {'paper': graphene.String(required=True, description='Code of the material.')}


class NoSuchFee(Refused):
    """The case has no such charge."""

    code = 'NO_SUCH_FEE'
    sentence = '这件事没有这项收费，请重新查询后再试。'


class EitherContentOrHash(Refused):
    """The file is given in one of the two ways."""

    code = 'EITHER_CONTENT_OR_HASH'
    sentence = '请用 content 或 hash 之一给出文件。'


class ChargeInput(graphene.InputObjectType):
    """One charge of those that the catalogue publishes for the matter."""

    item = graphene.String(required=True, description='Its name in the catalogue.')
    amount = graphene.String(description='Yuan, as 80.00; the standard if it is not given.')
    reduction = graphene.String(description='The ground, if it is less than the standard.')


@dataclass(frozen=True, slots=True)
class Further:
    """A mutation: its name, what it does and takes, the roles without which nothing is told, and how it is done."""

    name: str
    does: str
    takes: Mapping[str, Any]
    roles: frozenset[Role]
    do: Callable[[dict[str, Any], Actor], str]


def _assess(given: dict[str, Any], actor: Actor) -> str:
    asked = [
        Asked(
            item=one['item'],
            amount=amount_of(one['amount']) if one.get('amount') else None,
            reduction=(one.get('reduction') or '')[:LONGEST_REASON],
        )
        for one in given['charges']
    ]
    assess_fees(uid=given['uid'], version=given['version'], actor=actor, asked=asked)
    return '收费已核定。'


def _bill(given: dict[str, Any], actor: Actor) -> str:
    order = issue_order(uid=given['uid'], version=given['version'], actor=actor)
    return f'缴款单已开好：{order.number}，共 {order.total} 元。'


def _cancel(given: dict[str, Any], actor: Actor) -> str:
    cancel_fee(fee=_fee(given), actor=actor, reason=given['reason'][:LONGEST_REASON])
    return '已撤销核定。'


def _collect(given: dict[str, Any], actor: Actor) -> str:
    collect(number=_order(given), actor=actor, voucher=given['voucher'][:LONGEST_VOUCHER])
    return '已记下收款。'


def _void_order(given: dict[str, Any], actor: Actor) -> str:
    void_order(number=_order(given), actor=actor, reason=given['reason'][:LONGEST_REASON])
    return '缴款单已作废，里面的收费可以重新开单。'


def _refund(given: dict[str, Any], actor: Actor) -> str:
    amount = amount_of(given['amount'])
    done = refund(fee=_fee(given), actor=actor, amount=amount, reason=given['reason'][:LONGEST_REASON])
    return f'已记下退款 {done.refunded} 元。'


def _void_notice(given: dict[str, Any], actor: Actor) -> str:
    notice = void_paper(
        uid=given['uid'],
        paper=given['notice'],
        version=given['version'],
        actor=actor,
        reason=given['reason'][:LONGEST_REASON],
    )
    return f'已作废：{notice.number}。编号保留在登记簿里，不再使用。'


def _attach(given: dict[str, Any], actor: Actor) -> str:
    case = {'uid': given['uid'], 'version': given['version'], 'actor': actor, 'paper': given['paper']}
    content, name = given.get('content'), given.get('hash')
    if (content is None) == (name is None):
        raise EitherContentOrHash(field='content')
    if name is not None:
        attach_upload(**case, name=name)
        return '文件已存入。'
    try:
        plain = base64.b64decode(content or '', validate=True)
    except binascii.Error as unreadable:
        raise FileTypeRefused(field='content', does='的内容不是 Base64 编码，没有存入。') from unreadable
    attach_file(**case, content=plain)
    return '文件已存入。'


def _reuse(given: dict[str, Any], actor: Actor) -> str:
    reuse_on_file(
        uid=given['uid'], version=given['version'], actor=actor, paper=given['paper'], consent=given['consent']
    )
    return '已使用申请人存过的材料，不用再交。'


def _fee(given: dict[str, Any]) -> UUID:
    fee: UUID = given['fee']
    if not CaseFee.objects.filter(uid=fee, case_id=given['uid']).exists():
        raise NoSuchFee(field='fee')
    return fee


def _order(given: dict[str, Any]) -> str:
    order = order_of(given['order'])
    if not order.fees.filter(case_id=given['uid']).exists():
        raise NoSuchOrder(field='order')
    return order.number


CHARGES = {'charges': graphene.List(graphene.NonNull(ChargeInput), required=True, description='What is to be charged.')}
FURTHER = (
    Further('assess_fees', 'Charge by the catalogue (核定收费). ABOVE_STANDARD.', VERSION | CHARGES, MONEY, _assess),
    Further('cancel_fee', 'Take back a charge that is on no order.', FEE | REASON, MONEY, _cancel),
    Further('issue_order', 'Bill all that the applicant owes here (开缴款单).', VERSION, MONEY, _bill),
    Further(
        'collect_order',
        'Note that the bank took the whole order (收款). ASSESSOR_COLLECTS, NO_AUTHORISATION.',
        ORDER | {'voucher': graphene.String(required=True, description='Number of the voucher of the bank.')},
        MONEY,
        _collect,
    ),
    Further('void_order', 'Make an unpaid order void.', ORDER | REASON, MONEY, _void_order),
    Further(
        'refund_fee',
        'Give back a paid charge or a part of it, once (退款).',
        FEE | {'amount': graphene.String(required=True, description='Yuan, as 80.00.')} | REASON,
        MONEY,
        _refund,
    ),
    Further(
        'void_notice',
        'Void a paper (作废文书); its number stays in the register.',
        VERSION | {'notice': graphene.UUID(required=True, description='Id of the paper.')} | REASON,
        HANDLERS,
        _void_notice,
    ),
    Further(
        'attach_file',
        'Store a file for a material of a case that is not yet accepted. NO_SUCH_UPLOAD, FILE_TYPE_REFUSED.',
        VERSION
        | PAPER
        | {
            'content': graphene.String(description='A small file in Base64, within the limit of a query.'),
            'hash': graphene.String(description='SHA-256 of a file that this account has posted to graphql/files/.'),
        },
        HANDLERS,
        _attach,
    ),
    Further(
        'reuse_file',
        'Use the newest file of the applicant for the same material, with consent.',
        VERSION | PAPER | {'consent': graphene.Boolean(required=True, description='Whether the applicant agreed.')},
        HANDLERS,
        _reuse,
    ),
)


def perform(info: graphene.ResolveInfo, one: Further, given: dict[str, Any]) -> Answer:
    """Do it as the page does; what is refused leaves everything as it was."""
    case: Case | None = None
    try:
        actor = actor_of(info, one.roles)
        case = case_for(given['uid'], actor)  # who may not open it learns nothing of it
        said = one.do(given, actor)
    except Refused as refusal:
        log.info('act_refused', hall=info.context.actor.hall, act=one.name, reason=refusal.code)
        return refused(refusal, case)
    return Answer(case=case_for(case.uid, actor), message=said)
