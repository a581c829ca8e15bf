"""The buttons that send a case across, down or back, and those that ask another hall about it."""

from functools import cached_property

from federation.directory.models import HallEntry
from federation.directory.selectors import ancestors, children
from govhall.casework.rules.states import Act, Custody
from govhall.casework.services.consulting import ANSWERERS, SECTION, open_questions
from govhall.casework.services.custody import forwards_used
from govhall.casework.services.moves import sender_of
from govhall.casework.services.requests import RECALLERS
from govhall.casework.views.situation import Action, Situation
from govhall.catalogue.centre import sections_in
from govhall.catalogue.rules import Power
from govhall.catalogue.selectors import halls_with_power

MOVES = ('answer', 'send-back', 'recall', 'assign', 'transfer', 'assist', 'oversight')
CENTRES = ('county', 'branch', 'city', 'province')
LICENCE = '01'  # 行政许可: what is permitted is supervised afterwards
MOST = 200  # choices of a list; a county has some thirty townships, a city some ten centres


class Around:
    """The halls around the one before which the case lies, each kind looked up once and only if it is asked for."""

    def __init__(self, now: Situation) -> None:
        self._hall = now.hall.code

    @cached_property
    def below(self) -> list[HallEntry]:
        """The open halls directly below."""
        return [hall for hall in children(self._hall) if not hall.valid_to]

    @cached_property
    def above(self) -> list[HallEntry]:
        """The halls above, nearest first."""
        return ancestors(self._hall)


def moves(now: Situation, able: set[Act]) -> list[Action]:
    """What may be sent or asked now."""
    around = Around(now)
    return [*_answer(now), *_back(now, able), *_onward(now, able, around), *_ask(now, able, around)]


def _answer(now: Situation) -> list[Action]:
    if now.actor.roles & ANSWERERS and open_questions(now.case, now.actor).exists():
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


def _onward(now: Situation, able: set[Act], around: Around) -> list[Action]:
    found: list[Action] = []
    if forwards_used(now.case):
        return found
    if Act.ASSIGN in able and (below := _named(_below(now, around))):
        found.append(Action('assign', '下派', '交给下面的大厅办，承诺时限不变', asks='hall', halls=below))
    if Act.TRANSFER in able and (elsewhere := _named(_elsewhere(now, around))):
        found.append(Action('transfer', '转办', '不归本地办的，转给有权的大厅', asks='hall', halls=elsewhere))
    return found


def _ask(now: Situation, able: set[Act], around: Around) -> list[Action]:
    asked = [*around.below, *around.above]
    if Act.CONSULT in able and asked:
        return [
            Action('assist', '请求协办', '请别的大厅核实或提意见，案件仍在本大厅', asks='hall', halls=_named(asked))
        ]
    decided_here = now.case.outcome is not None and now.case.outcome.hall == now.hall.code
    told = now.case.requests.filter(kind='oversight').exists()
    licence = now.matter.task_type == LICENCE
    if Act.HAND_TO_OVERSIGHT in able and decided_here and licence and not told:
        leads = '批后监管，对方五个工作日内签收'
        own = tuple((SECTION + code, f'本中心·{name}') for code, name in sections_in(now.hall.code).items())
        if choices := (*own, *_named(asked)):
            return [Action('oversight', '移交监管', leads, asks='hall', halls=choices)]
    return []


def _below(now: Situation, around: Around) -> list[HallEntry]:
    able = set(halls_with_power(now.case.matter, Power.RECEIVE, now.at).filter(hall_code__in=_codes(around.below)))
    return [hall for hall in around.below if hall.code in able]


def _elsewhere(now: Situation, around: Around) -> list[HallEntry]:
    """Centres that may decide the matter and do not lie on the way up from here; those of the same area first."""
    deciding = halls_with_power(now.case.matter, Power.DECIDE, now.at)
    own = {now.hall.code, *_codes(around.above)}
    rows = HallEntry.objects.filter(code__in=deciding, kind__in=CENTRES, valid_to__isnull=True).exclude(code__in=own)
    near = now.hall.area_code[:4]
    return sorted(rows.order_by('code')[:MOST], key=lambda hall: (not hall.area_code.startswith(near), hall.code))


def _codes(halls: list[HallEntry]) -> list[str]:
    return [hall.code for hall in halls]


def _named(halls: list[HallEntry]) -> tuple[tuple[str, str], ...]:
    return tuple((hall.code, hall.name) for hall in halls[:MOST])
