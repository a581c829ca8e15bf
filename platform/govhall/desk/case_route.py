"""The road of a case as stations: village, township, county and upwards, and back for delivery."""

from federation.contracts.case import Stop
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.called import certificate_of, word_of
from govhall.casework.services.conclusion import ENDED
from govhall.casework.situation import Situation
from govhall.look.stations import Station

LEVELS = {
    'report': '审核转报',
    'receipt': '代收转来',
    'refusal': '未承接，退回',
    'transfer': '转办',
    'assign': '下派',
    'return': '退回',
    'recall': '撤回上报',
    'succession': '撤并承接',
}


def stations(now: Situation, *, names: dict[str, str], point: str) -> list[Station]:
    """Where the case has been, is, and will go as far as this hall knows. `point` is the village point's name."""
    case, way = now.case, now.way
    road = case.road
    found = [Station(point, 'past', '村点', case.received_at, case.first_handler)] if point else []
    for place, stop in enumerate(road):
        state = _state(case, stop, last=place == len(road) - 1)
        level, person = LEVELS.get(stop.kind, '收件'), '' if place or point else case.first_handler
        note = '已发出，等接收' if state == 'ahead' else stop.reason
        found.append(Station(names.get(stop.hall, stop.hall), state, level, stop.at, person, note))
    if case.outcome_data:
        return [*found, *_back(case, names, names.get(now.home, now.home))]
    if road and case.holder not in (road[-1].hall, case.towards):
        found.append(Station(names.get(case.holder, case.holder), 'present', '承办'))
    elif way and way.next_hall:
        ahead = dict.fromkeys(code for code in (way.next_hall, way.decider) if code)
        levels = {way.decider: '由这里决定'}
        found += [Station(names.get(code, code), 'ahead', levels.get(code, '途经')) for code in ahead]
    return found


def _state(case: Case, stop: Stop, *, last: bool) -> str:
    if case.outcome_data or not last:
        return 'past'
    if case.custody == Custody.IN_TRANSIT:
        return 'ahead'
    return 'present' if stop.hall == case.holder else 'past'


def _back(case: Case, names: dict[str, str], home: str) -> list[Station]:
    outcome = case.outcome
    if outcome is None or outcome.kind in ENDED:
        return []
    decided = Station(names.get(outcome.hall, outcome.hall), 'past', '决定', outcome.at, outcome.by, word_of(case))
    made = case.licence
    name = certificate_of(case) if outcome.kind == 'approved' and not (made or case.delivered_at) else ''
    if name:
        maker = names.get(outcome.hall, outcome.hall)
        return [decided, Station(maker, 'present', '制证', note=f'正在制作{name}'), Station(home, 'ahead', '送达')]
    before = [decided]
    if made:
        before.append(Station(names.get(made.hall, made.hall), 'past', '制证', made.at, made.by, made.name))
    if case.delivered_at:
        return [*before, Station(home, 'past', '送达', case.delivered_at)]
    return [*before, Station(home, 'present', '送达', note='请申请人来领取结果')]
