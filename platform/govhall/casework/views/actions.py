"""What this person may do with this case now: the table, the hall's powers and the person's letter, all asked."""

from govhall.casework.rules.kinds import CaseKind
from govhall.casework.rules.states import Act, Custody, State
from govhall.casework.rules.transitions import IN_HAND, TABLE, acts_open
from govhall.casework.rules.words import words_of
from govhall.casework.services.custody import forwards_used
from govhall.casework.services.village import may_assist, may_close
from govhall.casework.views.added import ADDED, added, awaits_licence, awaits_site_check
from govhall.casework.views.moves import MOVES, moves
from govhall.casework.views.procedures import PROCEDURES, procedures, who_extends
from govhall.casework.views.situation import Action, Situation
from govhall.catalogue.rules import Power
from tenants.roles import Role

ASKERS = frozenset({Role.CLERK, Role.AGENT, Role.CHIEF})


def offers(now: Situation, *, names: dict[str, str]) -> list[Action]:
    """The actions that would succeed now; the first is the one that the work usually asks for."""
    open_acts = acts_open(state=State(now.case.state), custody=Custody(now.case.custody), roles=now.actor.roles)
    able = now.able(open_acts)
    found = [*_at_the_end(now, able), *_with_papers(now, able), *_forward(now, able, names)]
    found += [
        *_in_village(now, able),
        *_deciding(now, able),
        *procedures(now, able),
        *moves(now, able),
        *added(now, able),
        *_ending(now, able),
    ]
    return sorted(found, key=lambda action: _place(action.word, now))


def _not_the_head(now: Situation) -> str:
    """To a leader who is not the head of the organ: who approves an extension."""
    told = who_extends(now, now.able({Act.EXTEND}) if now.case.state in TABLE[Act.EXTEND].states else set())[1]
    return f'延长期限{told}' if told else ''


def _place(word: str, now: Situation) -> int:
    order = [
        'receive',
        'village-close',
        'deliver',
        'rate',
        'village-assist',
        'supply',
        'accept',
        'approve',
        'forward',
        'review',
        'on-the-spot',
    ]
    order += ['correction', 'decline', 'refuse', *PROCEDURES, *MOVES, *ADDED, 'withdraw', 'terminate']
    if word == 'on-the-spot' and now.matter.is_instant:
        return -1
    if word == 'correction' and now.missing:
        return -2
    if word == 'answer':
        return -3
    if word == 'make-licence':
        return -4
    if word == 'site-check' and awaits_site_check(now):
        return -5
    return order.index(word)


def _at_the_end(now: Situation, able: set[Act]) -> list[Action]:
    case, found = now.case, []
    if Act.DELIVER in able and _here(now) and case.delivered_at is None and not awaits_licence(now):
        found.append(Action('deliver', '送达', '把结果交给申请人，请对方签收', asks='service'))
    if case.state == State.DELIVERED and case.rating is None and _here(now) and now.actor.roles & ASKERS:
        found.append(Action('rate', '提交评价', '由申请人自己选', asks='grade'))
    return found


def _with_papers(now: Situation, able: set[Act]) -> list[Action]:
    case, found = now.case, []
    if Act.RECEIVE in able:
        found.append(Action('receive', '收件', '从现在起五个工作日内告知是否受理'))
    away = case.custody != Custody.HELD and case.state == State.CORRECTING and bool(now.actor.roles & ASKERS)
    away = away and _here(now) and not _asked(now, 'supplement')
    if any(paper.status == 'missing' for paper in case.papers) and (Act.SUPPLY in able or away):
        found.append(Action('supply', '收下补正材料', '五个工作日重新起算', asks='papers'))
    if Act.ACCEPT in able and not now.missing:
        promise = '即办件，今天办结' if now.matter.is_instant else f'承诺 {now.matter.promised_days} 个工作日办结'
        found.append(Action('accept', '受理', promise))
    if Act.ASK_CORRECTION in able and not case.corrections and case.papers:
        found.append(Action('correction', '一次性告知补正', '只能告知一次，要列全；时限暂停', asks='papers'))
    if Act.DECLINE in able:
        found.append(Action('decline', '不予受理', '写明理由', asks='decline', refusing=True))
    return found


def _forward(now: Situation, able: set[Act], names: dict[str, str]) -> list[Action]:
    way = now.way
    if way is None or way.next_hall is None or forwards_used(now.case):
        return [Action('review', '签署审查意见', '', asks='opinion')] if Act.REVIEW in able else []
    target, found = names.get(way.next_hall, way.next_hall), []
    if Act.REVIEW in able:
        found.append(Action('review', '签署审查意见', f'签署后才能上报 → {target}', asks='opinion'))
    if Power.REVIEW in way.powers and Act.REPORT in able:
        found.append(Action('forward', '上报', f'→ {target}，材料和意见一起送去'))
    elif Power.REVIEW not in way.powers and Act.PASS_ON in able:
        found.append(Action('forward', '转交', f'→ {target}，材料一起送去，由对方受理'))
    return found


def _in_village(now: Situation, able: set[Act]) -> list[Action]:
    case, here = now.case, now.hall.code
    if Act.CLOSE_IN_VILLAGE in able and not now.missing and may_close(case, here, now.at):
        return [_closing(now, 'village-close', '村里直办，结果当面交给申请人')]
    # Signed once it is asked for no more; who has more to tell may still do so by the mutation.
    signed = case.events.filter(kind=Act.ASSIST_IN_VILLAGE).exists()
    if Act.ASSIST_IN_VILLAGE in able and not signed and may_assist(case, here, now.at):
        return [Action('village-assist', '签署协办意见', '写明核实了什么，随件送到大厅；村里不作决定', asks='assist')]
    return []


def _deciding(now: Situation, able: set[Act]) -> list[Action]:
    found = []
    may_decide = now.actor.roles & TABLE[Act.APPROVE].roles
    revokes = now.case.kind == CaseKind.REVOKE
    at_once = Act.ACCEPT in able and may_decide and not revokes and not now.missing and not now.matter.site_check
    if at_once and now.has(Power.DECIDE):
        found.append(_closing(now, 'on-the-spot', '由本大厅决定，今天办结'))
    if awaits_site_check(now):
        return found
    if Act.APPROVE in able:
        found.append(_granting(now))
    if Act.REFUSE in able:
        leads = '写明理由；原结果继续有效' if revokes else '写明理由'
        label = words_of(now.matter.task_type, now.case.kind).refused
        found.append(Action('refuse', label, leads, asks='reason', refusing=True))
    return found


def _granting(now: Situation) -> Action:
    said = words_of(now.matter.task_type, now.case.kind)
    if now.case.kind == CaseKind.REVOKE:
        return Action('approve', said.granted, '原结果从今天起不再有效', asks='reason', refusing=True)
    return Action('approve', said.granted, '结果送到收件的大厅', asks='decision', validity=now.validity)


def _closing(now: Situation, word: str, leads: str) -> Action:
    """Closing at once; it asks until when only where a result may have an end."""
    asks = 'validity' if now.validity.is_needed or now.validity.proposed() else ''
    return Action(word, '当场办结', leads, asks=asks, validity=now.validity)


def _ending(now: Situation, able: set[Act]) -> list[Action]:
    if now.case.outcome_data:
        return []
    found = []
    if Act.WITHDRAW in able:
        found.append(Action('withdraw', '撤回申请', '申请人要求撤回', asks='reason'))
    if Act.TERMINATE in able:
        found.append(Action('terminate', '终止办理', '逾期不补正、申请人死亡或注销等', asks='reason', refusing=True))
    if found:
        return found
    if now.case.custody != Custody.HELD and _here(now) and now.actor.roles & ASKERS and not _asked(now, 'withdraw'):
        return [Action('withdraw', '请求撤回', '向承办大厅提出，由对方答复', asks='reason')]
    return []


def _here(now: Situation) -> bool:
    """Whether the applicant stands in this hall, or stood in one that was merged into it."""
    return now.home == now.hall.code


def _asked(now: Situation, kind: str) -> bool:
    return now.case.requests.filter(kind=kind, granted__isnull=True).exists()


def who_may(now: Situation, actions: list[Action], names: dict[str, str]) -> str:
    """Says who may go on where this person may not; empty where the buttons say it."""
    case = now.case
    if told := _elsewhere(now, names):
        return told
    if not now.actor.roles & frozenset().union(*(rule.roles for rule in TABLE.values())):
        return '您可以查看，办理由窗口和审批人员负责。'
    words = {action.word for action in actions}
    if Role.LEADER in now.actor.roles and 'extend' not in words and (told := _not_the_head(now)):
        return told
    if awaits_licence(now) and 'make-licence' not in words:
        decider = names.get(case.outcome.hall, case.outcome.hall) if case.outcome else ''
        return f'等{decider}制作{now.matter.certificate}，由持有制证权的人员办理；做好后才能送达。'
    if case.state == State.RECEIVED and now.missing and not case.outcome_data:
        return '还缺必交的材料：' + '、'.join(paper.name for paper in now.missing) + '。补齐后才能受理。'
    if case.state in (State.ACCEPTED, State.REVIEWED) and not words & {'approve', 'forward', 'review'}:
        return '下一步由持有授权书的审查、审批人员或首席代表办理。'
    return ''


def _elsewhere(now: Situation, names: dict[str, str]) -> str:
    """Says in which hall or department the case is dealt with, where it is not this person's."""
    case = now.case
    if case.outcome_data:
        return ''
    if case.custody == Custody.IN_TRANSIT:
        return f'正在发往{names.get(case.towards, case.towards)}，对方接收后由对方办理。'
    if case.custody != Custody.HELD:
        return f'现在由{names.get(case.holder, case.holder)}承办，只有承办的大厅可以办理。'
    return now.not_theirs if case.state in IN_HAND else ''
