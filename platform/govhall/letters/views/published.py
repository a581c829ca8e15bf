"""授权公示: who may decide what at which window of a hall, by which letter; for everybody, with name and post only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from govhall.casework.sight import HANDLERS
from govhall.catalogue.centre import sections_of, title_of
from govhall.catalogue.models import Authorisation, Matter
from govhall.catalogue.rules import PersonalPower
from govhall.catalogue.windows import CentreWindow, handling, windows_of
from govhall.doors.fields import CodeField
from govhall.look.lists import ListCell, ListColumn, ListFilters, ListOrder, ListWords, Wanted
from govhall.look.pages import Keyset
from govhall.look.public_list import PublicList, no_bar
from tenants.access import StaffRequest
from tenants.models import Hall, HallStatus, Membership
from tenants.roles import Role

NEWEST_FIRST = Keyset({'valid_from': datetime, 'id': UUID}, size=50, descending=True)  # along authorisation_of_a_hall
POSTS = HANDLERS | {Role.LEADER}  # what is said of somebody's posts: those in which they deal with applicants
NAMED_AT_MOST = 20


def public_address(hall: str) -> str:
    """Where everybody reads the letters of a hall: outside the prefix of halls."""
    return f'/find-hall/{hall}/letters/'


class HallRequest(StaffRequest):
    """A request about a hall by somebody who has not signed in."""


@dataclass(frozen=True, slots=True)
class PublicLetter:
    """A letter in force as everybody may read it."""

    letter: Authorisation
    name: str
    post: str
    windows: str
    matters: Sequence[str]


class WindowFilters(ListFilters):
    """The letters of one window, as they hang there."""

    window = CodeField(label='窗口号', required=False, max_length=20)


def _rows(request: HttpRequest, wanted: Wanted) -> QuerySet[Authorisation]:
    hall, now = cast(HallRequest, request).hall, timezone.now()
    working = Membership.objects.live(now).filter(hall=hall, person_id=OuterRef('person_id'))
    rows = Authorisation.objects.live(now).filter(Exists(working), hall_code=hall.code)
    return rows.filter(_at_window(hall.code, wanted['window'])) if wanted.get('window') else rows


def _at_window(hall: str, number: str) -> Q:
    """Letters that name what the window handles, or of people whom its department has sent."""
    for section in sections_of(hall):
        for window in windows_of(section.windows):
            if window.number == number and window.open_on(timezone.localdate()):
                sent = Membership.objects.live(timezone.now()).filter(
                    hall__code=hall, department=section.department_code
                )
                people = Q(person_id__in=sent.values('person_id'))
                if not window.items:
                    return people
                return people & (Q(matters=None) | Q(matters__overlap=list(window.items)))
    return Q(pk__in=[])


def _lines(request: HttpRequest, rows: Sequence[Authorisation], wanted: Wanted) -> list[PublicLetter]:
    hall, today = cast(HallRequest, request).hall, timezone.localdate()
    codes = {code for row in rows for code in row.matters or ()}
    names = dict(Matter.objects.filter(code__in=codes).values_list('code', 'short_name'))
    opened: dict[str, tuple[str, list[CentreWindow]]] = {
        section.department_code: (title_of(section), windows_of(section.windows)) for section in sections_of(hall.code)
    }
    members: dict[int, list[Membership]] = {}
    live = Membership.objects.live(timezone.now()).filter(hall=hall, person_id__in={row.person_id for row in rows})
    for member in live.select_related('person').order_by('id'):
        members.setdefault(member.person_id, []).append(member)
    found = []
    for row in rows:
        held = members[row.person_id]
        roles = dict.fromkeys(Role(role) for one in held for role in one.roles if Role(role) in POSTS)
        where = dict.fromkeys(
            sign
            for one in held
            for sign in _signs(*opened.get(one.department, ('', [])), row.matters, lambda w: w.open_on(today))
        )
        matters = [names.get(code, code) for code in row.matters or ()]
        post = '、'.join(role.label for role in roles)
        found.append(PublicLetter(row, held[0].person.name, post, '、'.join(where) or '综合窗口', matters))
    return found


def _signs(
    department: str,
    windows: Sequence[CentreWindow],
    matters: Sequence[str] | None,
    is_open: Callable[[CentreWindow], bool],
) -> list[str]:
    """The windows of a department at which these matters are handled, as their signs say; its name without any."""
    there = [window for window in windows if is_open(window)]
    today = timezone.localdate()
    handlers = [handling(there, code, today) for code in matters or ()]
    shown = there if matters is None else [one for one in there if one in handlers]
    return [f'{window.number} {window.name}' for window in shown] or ([department] if department else [])


def _matters(line: PublicLetter) -> str:
    if line.letter.matters is None:
        return '本大厅全部事项'
    more = f'等 {len(line.matters)} 项' if len(line.matters) > NAMED_AT_MOST else ''
    return '、'.join(line.matters[:NAMED_AT_MOST]) + more


def _days(line: PublicLetter) -> ListCell:
    letter = line.letter
    ends = min((end for end in (letter.valid_to, letter.revoked_at) if end), default=None)
    until = f'到 {timezone.localtime(ends):%Y-%m-%d}' if ends else '长期'
    return ListCell(text=f'{timezone.localtime(letter.valid_from):%Y-%m-%d} 起', notes=[until])


def _words(request: HttpRequest, wanted: Wanted) -> ListWords:
    hall = cast(HallRequest, request).hall
    where = f'{wanted["window"]} 号窗口' if wanted.get('window') else ''
    return ListWords(
        title=f'{hall.name}{where}审批授权公示',
        intro='下面的人凭授权书在这个大厅办理，办件时系统当场核对。授权书撤销或到期，当天就不在这里。',
        links=[('看这个大厅', '../')],
        empty='这个大厅现在没有公示的授权书。' if not where else f'{where}现在没有公示的授权书，或者没有这个窗口。',
    )


LETTERS = PublicList[Authorisation, PublicLetter](
    key='hall_letters',
    name='hall_letters',
    title='审批授权公示',
    roles=frozenset(),
    bar=no_bar,
    columns=[
        ListColumn('姓名', lambda line: ListCell(text=line.name, notes=[line.post] if line.post else [])),
        ListColumn('窗口', lambda line: line.windows),
        ListColumn('权限', lambda line: '、'.join(PersonalPower(power).label for power in line.letter.powers)),
        ListColumn('事项', _matters),
        ListColumn('授权机关、文号', lambda line: ListCell(text=line.letter.grantor, notes=[line.letter.document])),
        ListColumn('起止', _days, 'tight'),
    ],
    orders={'newest': ListOrder('新生效的在前', NEWEST_FIRST, '起止')},
    rows=_rows,
    lines=_lines,
    empty='这个大厅现在没有公示的授权书。',
    filters=WindowFilters,
    words=_words,
)


@login_not_required
@require_safe
def published_letters(request: HttpRequest, code: str) -> HttpResponse:
    """GET the letters in force in a hall of this cell."""
    hall = Hall.objects.filter(code=code[:8], closed_on__isnull=True, status=HallStatus.OPEN).first()
    if hall is None:
        raise Http404
    request.hall = hall  # type: ignore[attr-defined]
    return LETTERS.answer(cast(StaffRequest, request))


published_letters.list_page = LETTERS  # type: ignore[attr-defined]
