"""The buttons that send a case across, down or back, and those that ask another hall about it."""

from federation.directory.models import HallEntry
from federation.directory.selectors import ancestors, children
from govhall.casework.rules.states import Act, Custody
from govhall.casework.services.consulting import ANSWERERS, open_questions
from govhall.casework.services.custody import forwards_used
from govhall.casework.services.moves import sender_of
from govhall.casework.services.requests import RECALLERS
from govhall.casework.views.situation import Action, Situation
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import halls_with_power

MOVES = ('answer', 'send-back', 'recall', 'assign', 'transfer', 'assist', 'oversight')
CENTRES = ('county', 'branch', 'city', 'province')
LICENCE = '01'  # 行政许可: what is permitted is supervised afterwards
MOST = 200  # choices of a list; a county has some thirty townships, a city some ten centres


def moves(now: Situation, able: set[Act]) -> list[Action]:
    """What may be sent or asked now."""
    return [*_answer(now), *_back(now, able), *_onward(now, able), *_ask(now, able)]


def _answer(now: Situation) -> list[Action]:
    if now.actor.roles & ANSWERERS and open_questions(now.case).exists():
        return [Action('answer', '答复协办、签收监管', '答复送回提出请求的大厅', asks='answer')]
    return []


def _back(now: Situation, able: set[Act]) -> list[Action]:
    case, found = now.case, []
    if Act.SEND_BACK in able and sender_of(case):
        found.append(Action('send-back', '退回', '退给转来的大厅，写明理由；时限照常计算', asks='reason'))
    sent = case.custody != Custody.HELD and not case.outcome_data and case.towards
    if sent and now.actor.roles & RECALLERS and not case.requests.filter(kind='recall', granted__isnull=True).exists():
        found.append(Action('recall', '请求撤回上报', '对方还没有办理时才能撤回', asks='reason'))
    return found


def _onward(now: Situation, able: set[Act]) -> list[Action]:
    found: list[Action] = []
    if forwards_used(now.case):
        return found
    if Act.ASSIGN in able and (below := _named(_below(now))):
        found.append(Action('assign', '下派', '交给下面的大厅办，承诺时限不变', asks='hall', halls=below))
    if Act.TRANSFER in able and (elsewhere := _named(_elsewhere(now))):
        found.append(Action('transfer', '转办', '不归本地办的，转给有权的大厅', asks='hall', halls=elsewhere))
    return found


def _ask(now: Situation, able: set[Act]) -> list[Action]:
    around = [*_open_below(now), *ancestors(now.hall.code)]
    if not around:
        return []
    if Act.CONSULT in able:
        return [
            Action('assist', '请求协办', '请别的大厅核实或提意见，案件仍在本大厅', asks='hall', halls=_named(around))
        ]
    decided_here = now.case.outcome is not None and now.case.outcome.hall == now.hall.code
    asked = now.case.requests.filter(kind='oversight').exists()
    licence = now.matter.task_type == LICENCE
    if Act.HAND_TO_OVERSIGHT in able and decided_here and licence and not asked:
        leads = '批后监管，对方五个工作日内签收'
        return [Action('oversight', '移交监管', leads, asks='hall', halls=_named(around))]
    return []


def _open_below(now: Situation) -> list[HallEntry]:
    return [hall for hall in children(now.hall.code) if not hall.valid_to]


def _below(now: Situation) -> list[HallEntry]:
    below = _open_below(now)
    able = set(halls_with_power(now.case.matter, Power.RECEIVE, now.at).filter(hall_code__in=_codes(below)))
    return [hall for hall in below if hall.code in able]


def _elsewhere(now: Situation) -> list[HallEntry]:
    """Centres that may decide the matter and do not lie on the way up from here; those of the same area first."""
    deciding = halls_with_power(now.case.matter, Power.DECIDE, now.at)
    own = {now.hall.code, *_codes(ancestors(now.hall.code))}
    rows = HallEntry.objects.filter(code__in=deciding, kind__in=CENTRES, valid_to__isnull=True).exclude(code__in=own)
    near = now.hall.area_code[:4]
    return sorted(rows.order_by('code')[:MOST], key=lambda hall: (not hall.area_code.startswith(near), hall.code))


def _codes(halls: list[HallEntry]) -> list[str]:
    return [hall.code for hall in halls]


def _named(halls: list[HallEntry]) -> tuple[tuple[str, str], ...]:
    return tuple((hall.code, hall.name) for hall in halls[:MOST])
