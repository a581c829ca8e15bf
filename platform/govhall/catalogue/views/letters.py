"""授权书: who holds which powers, giving one, and revoking one at once."""

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
from django.views.decorators.http import require_http_methods, require_POST

from govhall.acts.hall import HallPosted, perform
from govhall.acts.page import page_form
from govhall.catalogue.acts import give_letter, revoke_letter
from govhall.catalogue.models import Authorisation, Matter, Organ
from govhall.catalogue.readers import LETTER_KEEPERS, LETTER_READERS
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.views.bar import bar
from govhall.catalogue.views.posted import attempt
from govhall.look.list_page import ListPage
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, RowAction, Wanted
from govhall.look.pages import Keyset
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.models import Membership
from tenants.roles import Role

# Both along the index authorisation_of_a_hall.
NEWEST_FIRST = Keyset({'valid_from': datetime, 'id': UUID}, size=50, descending=True)
OLDEST_FIRST = Keyset({'valid_from': datetime, 'id': UUID}, size=50)


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


class LetterFilters(ListFilters):
    """Whose letters; all of them without it."""

    person = forms.ChoiceField(label='人员', required=False)
    live = forms.BooleanField(label='不含已失效', required=False)

    def __init__(self, data: QueryDict | None, request: StaffRequest) -> None:
        super().__init__(data, request)
        names = sorted(_names(request).items(), key=lambda pair: pair[1])
        self.fields['person'].choices = [('', '全部'), *((str(number), name) for number, name in names)]  # type: ignore[attr-defined]


def _names(request: StaffRequest) -> dict[int, str]:
    return dict(Membership.objects.filter(hall=request.hall).values_list('person_id', 'person__name'))


def _rows(request: StaffRequest, wanted: Wanted) -> QuerySet[Authorisation]:
    rows, now = Authorisation.objects.filter(hall_code=request.hall.code), timezone.now()
    if wanted.get('person'):
        rows = rows.filter(person_id=wanted['person'])
    if wanted.get('live'):
        rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__gt=now), Q(valid_to=None) | Q(valid_to__gt=now))
    return rows


def _lines(request: StaffRequest, rows: Sequence[Authorisation], wanted: Wanted) -> list[LetterLine]:
    now, names = timezone.now(), _names(request)
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
        )
        for letter in rows
    ]


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
    return ListCell(text=f'{row.letter.grantor} {row.letter.document}', notes=[f'{by}{revoked}'])


def _until(row: LetterLine) -> ListCell:
    letter, end = row.letter, '长期'
    if letter.revoked_at:
        end = f'{timezone.localtime(letter.revoked_at):%Y-%m-%d %H:%M} 撤销'
    elif letter.valid_to:
        end = f'{timezone.localtime(letter.valid_to):%Y-%m-%d} 止'
    return ListCell(text=f'{timezone.localtime(letter.valid_from):%Y-%m-%d} 起', notes=[end])


def _acts(request: StaffRequest, row: LetterLine) -> list[RowAction]:
    if Role.SECURITY not in request.actor.roles or row.tone not in ('good', 'run'):
        return []
    sentence = f'{row.person}马上不能再用这份授权书，不能恢复，只能重新登记。'
    address = reverse('catalogue_revoke', args=[row.letter.id])
    return [RowAction(label='撤销', href=address, post=True, sentence=sentence, word=revoke_letter.ACT.label)]


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
    words=lambda request, wanted: ListWords(
        intro='签署审核意见、作出决定、使用印章、请求协办、制证、收款时，系统当场核对授权书。撤销以后立即不能再用。'
    ),
    below='catalogue/letter_form.html',
)


@staff(*LETTER_READERS)
@require_http_methods(['GET', 'HEAD', 'POST'])
def letters(request: StaffRequest) -> HttpResponse:
    """GET the letters of the hall, as a page or a file; POST (security administrator) a new one."""
    choices = give_letter.choices(request.hall, request.actor)
    if request.method != 'POST':
        return LETTERS.answer(request, new=page_form(give_letter.ACT, choices)(), give=give_letter.ACT)
    tried = attempt(request, give_letter.ACT, choices=choices)
    if tried.done is None:
        return LETTERS.show(request, status=tried.status, new=tried.form, give=give_letter.ACT)
    messages.success(request, tried.done.said)
    return SeeOther(reverse('catalogue_letters'))


letters.list_page = LETTERS  # type: ignore[attr-defined]


@staff(*LETTER_KEEPERS)
@require_POST
def revoke(request: StaffRequest, letter: UUID) -> HttpResponse:
    """POST: the letter gives nothing from this second on. Raises UnknownAuthorisation."""
    done = perform(revoke_letter.ACT, HallPosted(request.hall, request.actor, {'letter': letter}))
    messages.success(request, done.said)
    return SeeOther(reverse('catalogue_letters'))
