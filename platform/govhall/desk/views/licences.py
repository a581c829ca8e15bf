"""证照台账: the licences of a hall, and finding one by its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from federation.contracts.records import Followed
from govhall.casework.models import Case
from govhall.catalogue.exchange.names import department_names
from govhall.catalogue.models import Matter
from govhall.desk.bar import desk
from govhall.desk.licences_seen import licences_seen, masked_holder
from govhall.documents.register_queries import READERS
from govhall.licences.models import LicenceEntry
from govhall.licences.refusals import NoSuchLicence
from govhall.licences.rules.kinds import ORGAN, CaseKind
from govhall.licences.rules.numbers import readings
from govhall.licences.rules.results import Validity
from govhall.look.list_page import ListPage
from govhall.look.lists import (
    ListCell,
    ListColumn,
    ListFilters,
    ListOrder,
    ListSearch,
    ListWords,
    RowAction,
    Wanted,
)
from govhall.look.navigation import address
from govhall.look.pages import Keyset
from tenants.access import StaffRequest
from tenants.roles import Role

SOON = timedelta(days=90)
BY_DAY = Keyset({'valid_from': date, 'uid': UUID}, size=50, descending=True)
REPLACED = [CaseKind.CHANGE, CaseKind.RENEW, CaseKind.REISSUE, CaseKind.CORRECT]
STATES = {
    'valid': '有效',
    'soon': '90 天内到期',
    'expired': '已过期',
    'replaced': '已换发（变更、延续、补证）',
    'cancelled': '已注销',
    'revoked': '已撤销、已吊销',
    'unmade': '准予了，还没有制证',
    'before': '上线以前发的',
}
TONES = {Validity.VALID: 'good', Validity.EXPIRED: 'late', Validity.REVOKED: 'late', Validity.FORFEITED: 'late'}


class LicenceFilters(ListFilters):
    """How it stands, and of which matter."""

    state = forms.ChoiceField(label='状态', required=False, choices=[('', '全部'), *STATES.items()])
    main = forms.ChoiceField(label='主项', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        codes = LicenceEntry.objects.order_by().values_list('main', flat=True).distinct()
        named = Matter.objects.filter(code__in=list(codes)).values_list('code', 'short_name')
        self.fields['main'].choices = [('', '全部'), *named]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """A licence in words; `case` is the id of its case, for who may open it."""

    entry: LicenceEntry
    matter: str
    department: str
    holder: str
    standing: Validity
    case: UUID | None


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[LicenceEntry]:
    rows = licences_seen(request.actor)
    if wanted.get('main'):
        rows = rows.filter(main=wanted['main'])
    return rows.filter(_in_state(str(wanted.get('state') or '')))


def _in_state(state: str) -> Q:
    today = timezone.localdate()
    stands = Q(followed_data__isnull=True) & ~Q(number='')
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    found = {
        'valid': stands & lasting,
        'soon': stands & Q(valid_until__gte=today, valid_until__lte=today + SOON),
        'expired': stands & Q(valid_until__lt=today),
        'replaced': Q(followed_data__kind__in=REPLACED),
        'cancelled': Q(followed_data__kind=CaseKind.CANCEL),
        'revoked': Q(followed_data__kind=CaseKind.REVOKE),
        'unmade': Q(number='', followed_data__isnull=True),
        'before': Q(case_uid__isnull=True),
    }
    return found.get(state, Q())


def _lines(request: StaffRequest, rows: Sequence[LicenceEntry], wanted: Wanted) -> list[LicenceLine]:
    return licence_lines(request, rows)


def licence_lines(request: StaffRequest, rows: Sequence[LicenceEntry]) -> list[LicenceLine]:
    """The licences in words, in three statements for any number of them."""
    today, uids = timezone.localdate(), [row.case_uid for row in rows if row.case_uid]
    names = dict(Matter.objects.filter(code__in={row.main for row in rows}).values_list('code', 'short_name'))
    departments = department_names({row.department for row in rows})
    seen = set(Case.objects.visible_to(request.actor).filter(uid__in=uids).values_list('uid', flat=True))
    return [
        LicenceLine(
            row,
            names.get(row.main, row.main),
            departments.get(row.department, row.department),
            masked_holder(row),
            row.standing_on(today),
            row.case_uid if row.case_uid in seen else None,
        )
        for row in rows
    ]


def _number(row: LicenceLine) -> ListCell:
    entry = row.entry
    notes = [f'办件 {entry.case_number}'] if entry.case_number else ['系统上线以前发的']
    href = reverse('case', args=[row.case]) if row.case else ''
    return ListCell(text=entry.number or '还没有制证', href=href, notes=notes)


def _state(row: LicenceLine) -> ListCell:
    followed = row.entry.followed
    notes = [_by(followed)] if followed else []
    if not row.entry.number and not followed:
        return ListCell(states=[('待制证', 'soon')])
    return ListCell(states=[(row.standing.label, TONES.get(row.standing, 'idle'))], notes=notes)


def _by(followed: Followed) -> str:
    return f'{followed.number}，{followed.on:%Y-%m-%d}' if followed.ground else f'见办件 {followed.number}'


def _acts(request: StaffRequest, row: LicenceLine) -> list[RowAction]:
    entry = row.entry
    if not entry.number or entry.followed_data:
        return []
    return [*_forward(request, entry), *_ending(request, entry)]


def _ending(request: StaffRequest, entry: LicenceEntry) -> list[RowAction]:
    if not entry.is_from_before or not request.actor.roles & ORGAN:
        return []
    heard = f'撤销、吊销或注销编号 {entry.number}'
    return [RowAction(label='撤销、吊销、注销', href=reverse('licence_end', args=[entry.uid]), heard=heard)]


def _forward(request: StaffRequest, entry: LicenceEntry) -> list[RowAction]:
    if Role.CLERK not in request.actor.roles:
        return []
    kind = CaseKind.RENEW if entry.valid_until else CaseKind.CHANGE
    form = address('application', entry.main)
    query = QueryDict(mutable=True)
    query.update({'about': kind.value, 'of': entry.number})
    heard = f'为编号 {entry.number} 办延续、变更、补证或注销'
    return [RowAction(label='办延续、变更等', href=f'{form}?{query.urlencode()}', heard=heard)]


def _found(request: StaffRequest, typed: str) -> QuerySet[LicenceEntry]:
    """The licences with this number. Raises NoSuchLicence."""
    rows = licences_seen(request.actor).filter(number__in=readings(typed))
    if not rows.exists():
        raise NoSuchLicence(field='number')
    return rows


LICENCES = ListPage[LicenceEntry, LicenceLine](
    key='licences',
    name='licences',
    title='证照台账',
    roles=READERS,
    bar=desk,
    columns=[
        ListColumn('证照编号', _number),
        ListColumn('证照', lambda row: ListCell(text=row.entry.name, notes=[row.matter])),
        ListColumn('持有人', lambda row: row.holder, 'tight'),
        ListColumn('发证日期', lambda row: f'{row.entry.valid_from:%Y-%m-%d}', 'tight'),
        ListColumn(
            '有效期至',
            lambda row: f'{row.entry.valid_until:%Y-%m-%d}' if row.entry.valid_until else '长期',
            'tight',
        ),
        ListColumn('状态', _state, 'tight'),
        ListColumn('部门', lambda row: row.department),
    ],
    orders={'newest': ListOrder('新发的在前', BY_DAY, '发证日期')},
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='没有这样的证照。准予发证的决定一作出就登记在这里；上线以前发的，由管理员从“导入导出”里导入。',
    filters=LicenceFilters,
    search=ListSearch(
        label='证照编号',
        hint='照证件上印的输，例如“川卫公证字〔2021〕第0012号”，括号用 [ ] 也可以',
        button='找这本证',
        find=_found,
        found=lambda rows: f'找到 {len(rows)} 本',
    ),
    words=lambda request, wanted: ListWords(
        intro='本大厅发出的每一本证照，和上线以前发的。要延续、变更、补证、注销的，先在这里找到它。',
        links=[('证照核对：和办件对不上的', reverse('licence_check'))],
    ),
)
licences = LICENCES.view
