"""授权书: who holds which powers by which paper, what hangs on it, and giving one with its scan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_http_methods

from govhall.acts.page import page_form
from govhall.catalogue.models import Authorisation, Matter, Organ
from govhall.catalogue.readers import LETTER_READERS
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.letters.acts import give_letter
from govhall.letters.open_work import Holder, OpenCases, hanging, held, holders_of, nobody_decides, open_cases
from govhall.letters.views.published import public_address
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from govhall.look.uploads import takes_files
from tenants.access import StaffRequest, staff
from tenants.models import Hall, Membership
from tenants.roles import Role

# Both along the index authorisation_of_a_hall.
NEWEST_FIRST = Keyset({'valid_from': datetime, 'id': UUID}, size=50, descending=True)
OLDEST_FIRST = Keyset({'valid_from': datetime, 'id': UUID}, size=50)
NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in words."""

    letter: Authorisation
    person: str
    powers: str
    organ: str
    matters: str
    state: str
    tone: str
    cases: int  # open ones that hang on it


class LetterFilters(ListFilters):
    """Whose letters; all of them without it."""

    person = forms.ChoiceField(label='人员', required=False)
    live = forms.BooleanField(label='不含已失效', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        names = sorted(_now(request).names.items(), key=lambda pair: pair[1])
        self.fields['person'].choices = [('', '全部'), *((str(number), name) for number, name in names)]  # type: ignore[attr-defined]


class LettersNow:
    """What a page of letters asks of the hall, each once: its people, also former ones, and its open cases."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.at = hall, timezone.now()

    @cached_property
    def members(self) -> list[Membership]:
        """All places that somebody has or had in the hall."""
        return list(Membership.objects.filter(hall=self.hall).select_related('person').order_by('pk'))

    @property
    def names(self) -> dict[int, str]:
        """By id how people are called."""
        return {one.person_id: one.person.name for one in self.members}

    @cached_property
    def people(self) -> dict[int, Holder]:
        """Who works in the hall now."""
        live = [
            one for one in self.members if one.valid_from <= self.at and not (one.valid_to and one.valid_to <= self.at)
        ]
        return holders_of((one.person_id, one.person.name, one.department) for one in live)

    @cached_property
    def cases(self) -> OpenCases:
        """What is open."""
        return open_cases()


def _now(request: StaffRequest) -> LettersNow:
    kept: LettersNow | None = getattr(request, 'letters_now', None)
    if kept is None:
        kept = request.letters_now = LettersNow(request.hall)  # type: ignore[attr-defined]
    return kept


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Authorisation]:
    rows, now = Authorisation.objects.filter(hall_code=request.hall.code), timezone.now()
    if wanted.get('person'):
        rows = rows.filter(person_id=wanted['person'])
    if wanted.get('live'):
        rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__gt=now), Q(valid_to=None) | Q(valid_to__gt=now))
    return rows


def _lines(request: StaffRequest, rows: Sequence[Authorisation], wanted: Wanted) -> list[LetterLine]:
    known = _now(request)
    now, names, work = known.at, known.names, _hanging(known, rows)
    # Also those that the hall has no longer, or has in a branch.
    matters = dict(Matter.objects.filter(code__in=_matters_of(rows)).values_list('code', 'short_name'))
    organs = dict(
        Organ.objects.filter(credit_code__in={row.organ_code for row in rows}).values_list('credit_code', 'name')
    )
    return [
        LetterLine(
            letter,
            names.get(letter.person_id, f'人员 {letter.person_id}'),
            '、'.join(PersonalPower(power).label for power in letter.powers),
            organs.get(letter.organ_code, letter.organ_code),
            '、'.join(matters.get(code, code) for code in letter.matters or ()) or '本大厅全部事项',
            *_state(letter, now),
            work.get(letter.id, 0),
        )
        for letter in rows
    ]


def _hanging(known: LettersNow, rows: Sequence[Authorisation]) -> dict[UUID, int]:
    """By letter in force how many open cases hang on it."""
    live = [row for row in rows if _state(row, known.at)[1] == 'good']
    return {one.id: hanging(one, known.cases).total() for one in held(live, known.people)}


def _matters_of(letters: Iterable[Authorisation]) -> set[str]:
    return {code for letter in letters for code in letter.matters or ()}


def _state(letter: Authorisation, now: datetime) -> tuple[str, str]:
    if letter.revoked_at and letter.revoked_at <= now:
        return '已撤销', 'idle'
    if letter.valid_to and letter.valid_to <= now:
        return '已到期', 'idle'
    return ('有效', 'good') if letter.valid_from <= now else ('还没生效', 'run')


def _document(row: LetterLine) -> ListCell:
    by = f'{row.letter.given_by_name}登记' if row.letter.given_by_name else '系统管理员登记'
    revoked = f'，{row.letter.revoked_by_name}撤销' if row.letter.revoked_by_name else ''
    letter = row.letter
    notes = [f'{by}{revoked}', *(['没有扫描件'] if not letter.file_hash else [])]
    href = reverse('letter_scan', args=[letter.id]) if letter.file_hash else ''
    return ListCell(text=f'{letter.grantor} {letter.document}', href=href, notes=notes)


def _until(row: LetterLine) -> ListCell:
    letter, end = row.letter, '长期'
    if letter.revoked_at:
        end = f'{timezone.localtime(letter.revoked_at):%Y-%m-%d %H:%M} 撤销'
        taken = f'{letter.taken_over_by_name}接着办' if letter.taken_over_by_name else ''
        return ListCell(text=_begin(letter), notes=[end, *(said for said in (letter.revoke_reason, taken) if said)])
    if letter.valid_to:
        end = f'{timezone.localtime(letter.valid_to):%Y-%m-%d} 止'
    return ListCell(text=_begin(letter), notes=[end])


def _begin(letter: Authorisation) -> str:
    return f'{timezone.localtime(letter.valid_from):%Y-%m-%d} 起'


def _acts(request: StaffRequest, row: LetterLine) -> list[RowAction]:
    if Role.SECURITY not in request.actor.roles or row.tone not in ('good', 'run'):
        return []
    address = reverse('catalogue_revoke', args=[row.letter.id])
    return [RowAction(label='撤销', href=address, heard=f'撤销{row.person}的授权书')]


def _words(request: StaffRequest, wanted: Wanted) -> ListWords:
    known = _now(request)
    orphans = nobody_decides(request.hall.code, known.at, cases=known.cases, people=known.people)
    said = []
    if orphans:
        named = '、'.join(f'{one.name} {one.cases} 件' for one in orphans[:NAMED_AT_MOST])
        more = f'等 {len(orphans)} 个事项' if len(orphans) > NAMED_AT_MOST else ''
        said = [('warning', 'late', f'在办的件里，{named}{more}没有人持有审批授权，谁也不能决定。请登记授权书。')]
    return ListWords(
        intro='签署审核意见、作出决定、使用印章、请求协办、制证、收款时，系统当场核对授权书。'
        '有效的授权书在窗口和网上公示，只公示姓名、岗位、事项和文号。',
        said=said,
        links=[('看公示', public_address(request.hall.code))],
    )


LETTERS = ListPage[Authorisation, LetterLine](
    key='catalogue_letters',
    name='letters',
    title='授权书',
    roles=LETTER_READERS,
    bar=bar,
    columns=[
        ListColumn('状态', lambda row: ListCell(states=[(row.state, row.tone)]), 'tight'),
        ListColumn('人员', lambda row: row.person, 'tight'),
        ListColumn('权限', lambda row: ListCell(text=row.powers, notes=[row.organ])),
        ListColumn('事项', lambda row: row.matters),
        ListColumn('授权机关、文号', _document),
        ListColumn('起止', _until, 'tight'),
        ListColumn('靠它办的件', lambda row: f'{row.cases} 件' if row.cases else '', 'number'),
    ],
    orders={
        'newest': ListOrder('新生效的在前', NEWEST_FIRST, '起止'),
        'oldest': ListOrder('早生效的在前', OLDEST_FIRST, '起止'),
    },
    rows=_rows,
    lines=_lines,
    acts=_acts,
    empty='没有这样的授权书。没有授权书，任何人都不能审核上报或作出决定。',
    filters=LetterFilters,
    words=_words,
    below='letters/letter_form.html',
)


@takes_files
@staff(*LETTER_READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def letters(request: StaffRequest) -> HttpResponse:
    """GET the letters of the hall, as a page or a file; POST (security administrator) a new one."""
    choices = give_letter.choices(request.hall, request.actor)
    if request.method != 'POST':
        return LETTERS.answer(request, new=page_form(give_letter.ACT, choices)(), give=give_letter.ACT)
    sent = request.FILES.get('scan')
    known = {'scan': sent.read(), 'scan_name': sent.name} if sent else {}
    tried = attempt(request, give_letter.ACT, choices=choices, known=known)
    if tried.done is None:
        return LETTERS.show(request, status=tried.status, new=tried.form, give=give_letter.ACT)
    messages.success(request, tried.done.said)
    return SeeOther(reverse('catalogue_letters'))


letters.list_page = LETTERS  # type: ignore[attr-defined]
