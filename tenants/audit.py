"""The audit: acts about rights, people and the cell are written down in the transaction in which they are done."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from govhall.kernel.chain import GENESIS, link
from tenants.models import AuditEntry

log = structlog.get_logger(__name__)
LONGEST_SUBJECT, LONGEST_NAME, LONGEST_ADDRESS = 120, 60, 45
INSERT = (
    'INSERT INTO public.tenants_audit (action, who, who_name, hall, subject, detail, address)'
    ' VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s)'
)
_address: ContextVar[str] = ContextVar('address', default='')


class Action(StrEnum):
    """What is written down."""

    SIGNED_IN = 'signed_in'
    SIGN_IN_FAILED = 'sign_in_failed'
    LOCKED_OUT = 'locked_out'
    SIGNED_OUT = 'signed_out'
    ACCOUNT_CHANGED = 'account_changed'
    ROLES_CHANGED = 'roles_changed'
    TOKEN_CHANGED = 'token_changed'  # noqa: S105 - the name of an act
    LETTER_GIVEN = 'letter_given'
    LETTER_REVOKED = 'letter_revoked'
    LICENCE_ENDED = 'licence_ended'
    GRANT_CHANGED = 'grant_changed'
    CENTRE_CHANGED = 'centre_changed'
    FORM_CHANGED = 'form_changed'
    MATTER_CHANGED = 'matter_changed'
    MANDATE_CHANGED = 'mandate_changed'
    LEAVE_CHANGED = 'leave_changed'
    DUTY_CHANGED = 'duty_changed'
    WINDOW_CHANGED = 'window_changed'
    TRAINING_CHANGED = 'training_changed'
    LIST_IMPORTED = 'list_imported'
    LIST_EXPORTED = 'list_exported'
    AUDIT_READ = 'audit_read'
    HOLIDAYS_PROPOSED = 'holidays_proposed'
    HOLIDAYS_ENTERED = 'holidays_entered'
    PERSON_SHOWN = 'person_shown'
    PERSON_SEARCHED = 'person_searched'
    COMMAND_BEGUN = 'command_begun'
    COMMAND_ENDED = 'command_ended'
    CHAIN_BROKEN = 'chain_broken'
    AUDIT_SEALED = 'audit_sealed'
    AUDIT_PRUNED = 'audit_pruned'

    @property
    def label(self) -> str:
        """Its name on screen."""
        return LABELS[self]


LABELS = {
    Action.SIGNED_IN: '登录',
    Action.SIGN_IN_FAILED: '登录失败',
    Action.LOCKED_OUT: '登录锁定',
    Action.SIGNED_OUT: '退出',
    Action.ACCOUNT_CHANGED: '账号变动',
    Action.ROLES_CHANGED: '岗位变动',
    Action.TOKEN_CHANGED: '令牌签发或吊销',
    Action.LETTER_GIVEN: '登记授权书',
    Action.LETTER_REVOKED: '撤销授权书',
    Action.LICENCE_ENDED: '撤销、吊销、注销上线前证照',
    Action.GRANT_CHANGED: '赋权变动',
    Action.CENTRE_CHANGED: '部门、窗口、进驻与首席代表',
    Action.FORM_CHANGED: '申请表改动',
    Action.MATTER_CHANGED: '事项和材料改动',
    Action.MANDATE_CHANGED: '代办委托登记、撤回',
    Action.LEAVE_CHANGED: '请假与销假',
    Action.DUTY_CHANGED: '领导带班变动',
    Action.WINDOW_CHANGED: '更换窗口人员',
    Action.TRAINING_CHANGED: '培训与到场',
    Action.LIST_IMPORTED: '导入名单',
    Action.LIST_EXPORTED: '导出名单',
    Action.AUDIT_READ: '查看审计记录',
    Action.HOLIDAYS_PROPOSED: '提交节假日',
    Action.HOLIDAYS_ENTERED: '确认节假日',
    Action.PERSON_SHOWN: '查看申请人全部信息',
    Action.PERSON_SEARCHED: '按证件号码查询',
    Action.COMMAND_BEGUN: '执行运维命令',
    Action.COMMAND_ENDED: '运维命令结束',
    Action.CHAIN_BROKEN: '办件经过核对不符',
    Action.AUDIT_SEALED: '审计记录封存',
    Action.AUDIT_PRUNED: '清理到期审计记录',
}


class Someone(Protocol):
    """Whoever acts: an actor in a hall."""

    @property
    def person_id(self) -> int: ...

    @property
    def name(self) -> str: ...


def record(
    action: Action,
    *,
    who: Someone | None = None,
    hall: str = '',
    subject: str = '',
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write one entry, in the transaction of the act: if that is rolled back, the entry is too.

    `who` is None for the system and for commands; where the request came from is known already (`asked_from`).
    """
    person, name = (who.person_id, who.name) if who else (None, '')
    _insert(action, person, name, hall, subject, detail)


def record_of(action: Action, *, person: int | None, name: str, subject: str, detail: Mapping[str, object]) -> None:
    """The same of somebody who acts in no hall: a person who signs in, an operator at a command."""
    _insert(action, person, name, '', subject, detail)


def _insert(
    action: Action, person: int | None, name: str, hall: str, subject: str, detail: Mapping[str, object] | None
) -> None:
    values = [action.value, person, name[:LONGEST_NAME], hall, subject[:LONGEST_SUBJECT]]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [*values, json.dumps(detail or {}, ensure_ascii=False), _address.get()])


@contextmanager
def asked_from(address: str) -> Iterator[None]:
    """What is recorded in the block was asked from this network address."""
    token = _address.set(address[:LONGEST_ADDRESS])
    try:
        yield
    finally:
        _address.reset(token)


def asking_address() -> str:
    """From where this request came; empty outside of one."""
    return _address.get()


def login_digest(typed: str) -> str:
    """What stands for a login that does not exist: people type their password there by mistake."""
    return hmac.new(settings.SECRET_KEY.encode(), typed.encode(), hashlib.sha256).hexdigest()[:16]


def _sealed_tip() -> tuple[str, int]:
    last = AuditEntry.objects.filter(action=Action.AUDIT_SEALED).order_by('-id').first()
    return (str(last.detail['tip']), int(last.detail['last'])) if last else (GENESIS, 0)


def spelt(entry: AuditEntry) -> dict[str, object]:
    """An entry in the one spelling that seals cover and exports write."""
    return {
        'id': entry.pk,
        'at': entry.at.isoformat(),
        'login': entry.login,
        'action': entry.action,
        'who': entry.who,
        'who_name': entry.who_name,
        'hall': entry.hall,
        'subject': entry.subject,
        'detail': json.dumps(entry.detail, sort_keys=True, ensure_ascii=False),
        'address': entry.address,
    }


def _chained(tip: str, first: int, last: int) -> tuple[str, int]:
    count = 0
    for entry in AuditEntry.objects.filter(pk__gte=first, pk__lte=last).order_by('pk').iterator(chunk_size=2000):
        tip, count = link(tip, spelt(entry)), count + 1
    return tip, count


def seal_audit(*, before: datetime) -> int:
    """Chain what was written before a moment to what was sealed earlier, and write down the end; how many entries.

    The end also goes to the log, which is kept elsewhere: whoever rewrites the table can't rewrite that.
    """
    with transaction.atomic():
        start, done = _sealed_tip()
        last = AuditEntry.objects.filter(at__lt=before, pk__gt=done).aggregate(last=Max('pk'))['last']
        if last is None:
            return 0
        tip, count = _chained(start, done + 1, last)
        record(
            Action.AUDIT_SEALED,
            detail={'first': done + 1, 'last': last, 'count': count, 'previous': start, 'tip': tip},
        )
    log.info('audit_sealed', first=done + 1, last=last, count=count, reason=tip)
    return count


def audit_faults() -> list[str]:
    """One sentence for each sealed part of the audit that is not what it was; of what was pruned nothing is said."""
    found: list[str] = []
    pruned = AuditEntry.objects.filter(action=Action.AUDIT_PRUNED).values_list('detail__last', flat=True)
    gone = max(pruned, default=0)
    tip = ''
    for seal in AuditEntry.objects.filter(action=Action.AUDIT_SEALED).order_by('pk'):
        part = seal.detail
        if tip and part['previous'] != tip:
            found.append(f'the seal of entries {part["first"]} to {part["last"]} does not follow the one before')
        tip = part['tip']
        if part['first'] > gone and _chained(part['previous'], part['first'], part['last']) != (tip, part['count']):
            found.append(f'entries {part["first"]} to {part["last"]} were changed, removed or inserted')
    return found
