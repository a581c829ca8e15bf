"""Several cases of the worklist at once: what was ticked is done, and a page says of each what became of it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.transitions import DECIDING, HANDLING
from govhall.casework.selectors import ACTING
from govhall.centre.case_lines import WorklistLine
from govhall.desk.bar import desk
from govhall.desk.services.several import SEVERAL, NothingTicked, do_several, tick_of
from govhall.look.lists import ListTicks
from govhall.look.responses import SeeOther
from tenants.access import StaffRequest, staff
from tenants.roles import Role

ANSWERS = 'several'
STATES = {'accept': {State.RECEIVED}, 'approve': {State.ACCEPTED, State.REVIEWED}}
ROLES: dict[str, frozenset[Role]] = {'accept': frozenset(HANDLING), 'approve': frozenset(DECIDING)}


@staff(*ACTING)
@require_http_methods(['GET', 'HEAD', 'POST'])
def several(request: StaffRequest) -> HttpResponse:
    """POST `do` and `ticked`: 303 here; GET what became of each case of the last time."""
    if request.method == 'POST':
        return _done(request)
    kept = request.session.get(ANSWERS)
    if not kept:
        return SeeOther(reverse('worklist'))
    asked = SEVERAL[kept['word']]
    rows = [one | {'href': reverse('case', args=[one['uid']])} for one in kept['answers']]
    there = [one for one in rows if one['done'] or one['before']]
    left = [one for one in rows if one not in there]
    context = {**desk(request, 'todo'), 'asked': asked, 'left': left, 'there': there}
    return render(request, 'centre/several.html', context)


def _done(request: StaffRequest) -> HttpResponse:
    word = request.POST.get('do', '')
    if word not in SEVERAL:
        raise Http404
    try:
        answers = do_several(word, request.POST.getlist('ticked'), hall=request.hall, actor=request.actor)
    except NothingTicked as refusal:
        messages.error(request, str(refusal))
        return SeeOther(reverse('worklist'))
    request.session[ANSWERS] = {'word': word, 'answers': [one.kept for one in answers]}
    return SeeOther(reverse('several'))


def _words_of(request: StaffRequest, row: WorklistLine) -> list[str]:
    """The acts that the state of a case and the roles of the person do not rule out; the rules are asked at the act."""
    if row.case.custody != Custody.HELD or row.case.outcome_data:
        return []
    return [word for word in SEVERAL if row.case.state in STATES[word] and request.actor.roles & ROLES[word]]


def _buttons(request: StaffRequest, rows: Sequence[WorklistLine]) -> list[tuple[str, str]]:
    offered = {word for row in rows for word in _words_of(request, row)}
    return [(word, one.label) for word, one in SEVERAL.items() if word in offered]


TICKS = ListTicks[WorklistLine](
    route='several',
    tick=lambda request, row: tick_of(row.case) if _words_of(request, row) else '',
    heard=lambda row: f'选 {row.matter} {row.case.number}',
    buttons=_buttons,
)
