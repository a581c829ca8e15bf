"""What is posted to a case: one address an act, answered with 303 and one plain sentence."""

from typing import Any, Literal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from federation.directory.selectors import standing_for
from govhall.casework.models import Case
from govhall.casework.rules.procedures import ProcedureKind, Wanted
from govhall.casework.rules.states import Custody, State
from govhall.casework.selectors import ACTING, hall_names
from govhall.casework.services.acceptance import accept_case, ask_for_correction, decline_case
from govhall.casework.services.called import word_of
from govhall.casework.services.consulting import Question, answer_consultation, consult
from govhall.casework.services.custody import forward_case
from govhall.casework.services.decision import decide_case, decide_on_the_spot, review_case
from govhall.casework.services.delivery import deliver_case
from govhall.casework.services.licensing import certificate_of, make_licence
from govhall.casework.services.moves import assign_case, send_back, transfer_case
from govhall.casework.services.procedures import begin_procedure, end_procedure, extend_case
from govhall.casework.services.reception import take_over_from_agent
from govhall.casework.services.requests import recall_case, supply_papers, withdraw_case
from govhall.casework.services.revoking import begin_revocation
from govhall.casework.services.site_checks import record_site_check
from govhall.casework.services.termination import terminate_case
from govhall.casework.services.village import assist_in_village, close_in_village
from govhall.casework.views.act_form import ActForm
from govhall.casework.views.case import Tried, case_refused
from govhall.casework.views.desk import SeeOther, status_of
from govhall.casework.views.doing import Doing, Posted, by_day
from govhall.casework.views.hearing_acts import HEARINGS
from govhall.documents.rules.service import Service, Way
from govhall.kernel.errors import Refused
from tenants.access import StaffRequest, staff


def _name(code: str) -> str:
    return hall_names([code]).get(code, code)


def _accepted(case: Case) -> str:
    return f'已受理，承诺 {by_day(case)}前办结。'


def _decided(case: Case) -> str:
    outcome = f'已作出决定：{word_of(case)}。'
    home = standing_for(case.origin)
    if case.state == State.APPROVED and (name := certificate_of(case)):
        return f'{outcome}请接着制作{name}，十个工作日内要送到申请人手里。'
    return outcome + ('请通知申请人来领取结果。' if home == case.holder else f'结果会送回{_name(home)}。')


def _forwarded(case: Case) -> str:
    return f'已发往{_name(case.towards)}，等对方接收。'


def _withdrawn(case: Case) -> str:
    return '已撤回，这件事到此结束。' if case.outcome_data else f'撤回请求已发往{_name(case.towards)}，等对方答复。'


def _supplied(case: Case) -> str:
    if case.custody == Custody.HELD:
        return f'材料已收下，{by_day(case)}前告知是否受理。'
    return f'补正材料已发往{_name(case.towards)}。'


def _consult(posted: Posted, kind: Literal['assist', 'oversight']) -> Case:
    question = Question(kind=kind, to=posted.more['to'], text=posted.reason)
    return consult(uid=posted.uid, version=posted.version, actor=posted.actor, question=question)


def _wanted(posted: Posted) -> Wanted:
    more = posted.more
    kind = ProcedureKind(more['kind'] or ProcedureKind.OTHER)
    return Wanted(kind=kind, told_days=more['days'] or 0, basis=more['basis'], reason=posted.reason)


def _service(posted: Posted) -> Service:
    more = posted.more
    return Service(Way(more['way'] or Way.DIRECT), more['reference'], more['consented'])


def _site_check(posted: Posted) -> Case:
    more = posted.more
    return record_site_check(
        uid=posted.uid,
        version=posted.version,
        actor=posted.actor,
        on=more['day'],
        place=more['place'],
        officers=more['officers'],
        finding=posted.opinion,
        signed=more['signed'],
        why_not=posted.reason,
    )


def _made(case: Case) -> str:
    number = f'证件已制作，编号 {case.licence.number if case.licence else ""}。'
    home = standing_for(case.origin)
    return number + (
        '请交给申请人，再点“送达”。' if home == case.holder else f'结果会送到{_name(home)}，由那里发给申请人。'
    )


def received_online(case: Case) -> str:
    """What is said when an online application was received: its days have run since it was submitted."""
    if case.state == State.ACCEPTED:
        return f'已收件。提交已超过五个工作日，依法视为受理，{by_day(case)}前办结。'
    return f'已收件，{by_day(case)}前告知是否受理。'


ACTS: dict[str, Doing] = {
    'accept': Doing(lambda p: accept_case(uid=p.uid, version=p.version, actor=p.actor), _accepted),
    'on-the-spot': Doing(
        lambda p: decide_on_the_spot(uid=p.uid, version=p.version, actor=p.actor, valid_until=p.more['day']),
        lambda case: f'已当场办结：{word_of(case)}。请把结果交给申请人，再点“送达”。',
    ),
    'village-close': Doing(
        lambda p: close_in_village(uid=p.uid, version=p.version, actor=p.actor, valid_until=p.more['day']),
        lambda case: '已在村里当场办结，结果已交给申请人。请申请人评价。',
    ),
    'village-assist': Doing(
        lambda p: assist_in_village(uid=p.uid, version=p.version, actor=p.actor, opinion=p.opinion),
        lambda case: '协办意见已签署，随件送到大厅。',
    ),
    'correction': Doing(
        lambda p: ask_for_correction(uid=p.uid, version=p.version, actor=p.actor, missing=p.papers),
        lambda case: '已一次性告知补正，时限暂停，等申请人补齐。',
    ),
    'decline': Doing(
        lambda p: decline_case(
            uid=p.uid, version=p.version, actor=p.actor, reason=p.reason, competent=p.more['competent']
        ),
        lambda case: '已决定不予受理，请把决定书交给申请人。',
    ),
    'review': Doing(
        lambda p: review_case(uid=p.uid, version=p.version, actor=p.actor, opinion=p.opinion),
        lambda case: '审查意见已签署。',
    ),
    'forward': Doing(lambda p: forward_case(uid=p.uid, version=p.version, actor=p.actor), _forwarded),
    'approve': Doing(
        lambda p: decide_case(
            uid=p.uid,
            version=p.version,
            actor=p.actor,
            approve=True,
            reason=p.reason,
            valid_until=p.more['day'],
        ),
        _decided,
    ),
    'refuse': Doing(
        lambda p: decide_case(uid=p.uid, version=p.version, actor=p.actor, approve=False, reason=p.reason), _decided
    ),
    'withdraw': Doing(
        lambda p: withdraw_case(uid=p.uid, version=p.version, actor=p.actor, reason=p.reason), _withdrawn
    ),
    'terminate': Doing(
        lambda p: terminate_case(uid=p.uid, version=p.version, actor=p.actor, reason=p.reason),
        lambda case: '已终止办理，请把决定书交给申请人。',
    ),
    'supply': Doing(lambda p: supply_papers(uid=p.uid, version=p.version, actor=p.actor, papers=p.papers), _supplied),
    'receive': Doing(
        lambda p: take_over_from_agent(uid=p.uid, version=p.version, actor=p.actor),
        lambda case: f'已收件，{by_day(case)}前告知是否受理。',
    ),
    'deliver': Doing(
        lambda p: deliver_case(uid=p.uid, version=p.version, actor=p.actor, service=_service(p)),
        lambda case: '已送达。请申请人评价这次办事。',
    ),
    'procedure': Doing(
        lambda p: begin_procedure(uid=p.uid, version=p.version, actor=p.actor, wanted=_wanted(p)),
        lambda case: '特别程序已开始，' + ('时限已停止。' if case.paused else '它不停止时限，时限照常计算。'),
    ),
    'procedure-end': Doing(
        lambda p: end_procedure(uid=p.uid, version=p.version, actor=p.actor, result=p.reason),
        lambda case: f'特别程序已结束，{by_day(case)}前办结。',
    ),
    'extend': Doing(
        lambda p: extend_case(uid=p.uid, version=p.version, actor=p.actor, days=p.more['days'] or 0, reason=p.reason),
        lambda case: f'已延长，{by_day(case)}前办结。请把理由告诉申请人。',
    ),
    'transfer': Doing(
        lambda p: transfer_case(uid=p.uid, version=p.version, actor=p.actor, to=p.more['to'], reason=p.reason),
        _forwarded,
    ),
    'assign': Doing(
        lambda p: assign_case(uid=p.uid, version=p.version, actor=p.actor, to=p.more['to'], reason=p.reason),
        _forwarded,
    ),
    'send-back': Doing(lambda p: send_back(uid=p.uid, version=p.version, actor=p.actor, reason=p.reason), _forwarded),
    'recall': Doing(
        lambda p: recall_case(uid=p.uid, version=p.version, actor=p.actor, reason=p.reason),
        lambda case: f'撤回上报的请求已发往{_name(case.towards)}，等对方答复。',
    ),
    'assist': Doing(lambda p: _consult(p, 'assist'), lambda case: '已请求协办，五个工作日内答复；时限照常计算。'),
    'oversight': Doing(lambda p: _consult(p, 'oversight'), lambda case: '已移交监管，对方五个工作日内签收。'),
    'answer': Doing(
        lambda p: answer_consultation(uid=p.uid, version=p.version, actor=p.actor, text=p.opinion),
        lambda case: '已答复。',
    ),
    'site-check': Doing(_site_check, lambda case: '现场核查已登记，时限照常计算。'),
    'make-licence': Doing(
        lambda p: make_licence(uid=p.uid, version=p.version, actor=p.actor, number=p.more['number']), _made
    ),
    'begin-revocation': Doing(
        lambda p: begin_revocation(uid=p.uid, version=p.version, actor=p.actor, reason=p.reason),
        lambda case: '已启动撤销。请告知当事人、听取意见，再作出决定。',
    ),
    **HEARINGS,
}


@staff(*ACTING)
@require_POST
def act(request: StaffRequest, uid: UUID, word: str) -> HttpResponse:
    """POST one act: 303 to the case; a refusal shows the case as it is with the sentence beside the action."""
    doing = ACTS.get(word)
    if doing is None:
        raise Http404
    form = ActForm(request.POST)
    # An act may name its papers as `missing` (to be brought) or as `papers` (brought).
    papers = frozenset(request.POST.getlist('missing') + request.POST.getlist('papers'))
    typed: dict[str, Any] = {name: request.POST.get(name, '') for name in form.fields} | {'papers': papers}
    typed['officers'] = request.POST.getlist('officers')
    if not form.is_valid():
        sentence = ' '.join(str(text) for texts in form.errors.values() for text in texts)
        return case_refused(request, uid, Tried(word, sentence, typed), 422)
    data = form.cleaned_data
    posted = Posted(uid, data['version'], request.actor, data['reason'], data['opinion'], papers, data)
    try:
        case = doing.do(posted)
    except Refused as refusal:
        return case_refused(request, uid, Tried(word, str(refusal), typed), status_of(refusal))
    messages.success(request, doing.said(case))
    return SeeOther(reverse('case', args=[case.uid]))  # that of a revocation is another one
