"""The answer to a villager who asks how their case stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.crypto import constant_time_compare

from federation.directory.selectors import find
from govhall.applications.models import OnlineApplication
from govhall.applications.selectors import application_with, hall_with
from govhall.billing.models import CaseFee
from govhall.billing.services.orders import TO_PAY
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody, State
from govhall.casework.rules.words import OTHER_ENDS
from govhall.casework.selectors import hall_names
from govhall.casework.services.called import certificate_of, word_of
from govhall.casework.services.home import home
from govhall.catalogue.selectors import matter
from govhall.forms.applicant import masked_name
from govhall.identity.words import is_unchecked, to_bring
from govhall.kernel.errors import Refused
from govhall.kernel.numbering import hall_code_of
from govhall.licences.rules.results import Validity
from govhall.look.days import say_day
from govhall.look.stations import Station
from govhall.materials.ways import is_awaited, is_lacking, say_paper
from govhall.portal.tracking_money import TrackedCharge, charges_of, money_elsewhere, order_to_pay, tracked_charges
from govhall.portal.tracking_online import online_tracking
from tenants.context import hall_context
from tenants.models import Hall
from tenants.selectors import hall_here

OVER = (State.WITHDRAWN, State.TERMINATED, State.DELIVERED, State.REFUSED)
BLANK_WORD = '-' * 6  # compared where there is no case, so that the answer takes as long


class WrongWord(Refused):
    """No case has this number and this word; which of the two is wrong is not said."""

    code = 'WRONG_WORD'
    sentence = '编号或查询码不对，请对照回执重新输入。回执丢了，可带身份证到收件的大厅查询。'


class ElsewhereHall(Refused):
    """The hall of origin is in another cell, which alone can answer."""

    code = 'ELSEWHERE'
    sentence = '这件事是在{hall}收的件，请到{hall}的网站查询，或打 12345 询问。'


@dataclass(frozen=True, slots=True)
class TrackingAnswer:
    """What the page says: one sentence, five stations, what comes next, what the applicant must do, whom to ask.

    `moved` says where the hall went that took the papers, if it was merged since. `charges` are what it costs, and
    `money` what another hall has told of that.
    """

    sentence: str
    stations: list[Station]
    then: str
    to_do: str
    matter: str
    applicant: str
    number: str
    hall: str
    moved: str = ''
    charges: Sequence[TrackedCharge] = ()
    money: str = ''


def answer(number: str, word: str) -> TrackingAnswer:
    """How the case with this (checked) number stands. Raises WrongWord, ElsewhereHall."""
    code = hall_code_of(number)
    try:
        hall = hall_here(code)
    except Hall.DoesNotExist as elsewhere:
        entry = find(code)
        if entry is None:
            raise WrongWord from elsewhere
        raise ElsewhereHall(hall=entry.name) from elsewhere
    place = hall_with(number, hall)
    with hall_context(place):
        case = Case.objects.filter(number=number).exclude(query_word='').first()
        one = None if case else application_with(number)
        if not constant_time_compare(word, case.query_word if case else one.query_word if one else BLANK_WORD):
            raise WrongWord
        if case is not None:
            return _tell(case, place)
        if one is not None:
            return _tell_online(one, hall, place)
        raise WrongWord


def _tell(case: Case, hall: Hall) -> TrackingAnswer:
    last = home(case)
    names = hall_names([case.holder, case.towards, last])
    stands = names.get(last, hall.name)
    where = names.get(case.towards if case.custody == Custody.IN_TRANSIT else case.holder, hall.name)
    fees = charges_of(case)
    return TrackingAnswer(
        sentence=_sentence(case, where, stands),
        stations=_stations(case, where, stands, taken_in=hall.name),
        then=_then(case),
        to_do=_to_do(case, stands, fees) + _to_prove(case, stands),
        charges=tracked_charges(fees),
        money='' if fees else money_elsewhere(case),
        matter=matter(case.matter).name,
        applicant=masked_name(case.applicant),
        number=case.number,
        hall=hall.name,
        moved=_moved(case, hall, last, stands),
    )


def _moved(case: Case, hall: Hall, last: str, stands: str) -> str:
    """What became of the hall that took the papers, if it was merged or split."""
    if last == hall.code and (case.outcome_data or hall.closed_on is None):
        return ''
    if last == hall.code:
        return f'{hall.name}已撤销，您的事由哪个大厅接着办正在确定；编号和时限不变，什么都不用重交。'
    return f'{hall.name}已并入{stands}，编号和时限不变；要补材料、领结果，请到{stands}。'


def _tell_online(one: OnlineApplication, hall: Hall, place: Hall) -> TrackingAnswer:
    """What was not received yet; `place` goes on with it if the hall was merged."""
    said, waits = online_tracking(one, place.name), one.state == State.SUBMITTED
    return TrackingAnswer(
        sentence=said.sentence,
        stations=[
            Station('提交', 'past' if waits else 'present', time=one.submitted_at, note=place.name),
            Station('收件', 'present' if waits else 'ahead'),
            *(Station(name, 'ahead') for name in ('受理', '审查', '决定', '送达')),
        ],
        then=said.then,
        to_do=said.to_do,
        matter=matter(one.matter).name,
        applicant=masked_name(one.applicant),
        number=one.number,
        hall=place.name,
        moved=f'{hall.name}已并入{place.name}，编号和期限不变。' if place.code != hall.code else '',
    )


def _day(case: Case) -> str:
    return say_day(case.due, today=timezone.localdate()) if case.due else ''


def _sentence(case: Case, where: str, home: str) -> str:
    by = f'，预计 {_day(case)}前' if case.due else ''
    pending = case.state == State.APPROVED and not case.licence_data and certificate_of(case)
    granted = word_of(case) if case.state == State.APPROVED else ''
    sentences = {
        State.ENTRUSTED: f'您的材料由村里代办员送往{home}，大厅还没有收件。',
        State.RECEIVED: f'您的材料已收下，{where}正在核对{by}告诉您是否受理。',
        State.CORRECTING: '您的材料还不齐，办理暂停，等您补齐。',
        State.ACCEPTED: f'您的申请正在{where}审查{by}办结。',
        State.REVIEWED: f'您的申请正在{where}办理{by}办结。',
        State.APPROVED: f'您的申请已{granted}，{pending}正在制作。'
        if pending
        else f'您的申请办好了，已{granted}，等您领取结果。',
        State.LICENSED: '您的证件已经做好，等您领取。',
        State.REFUSED: f'您的申请没有通过，决定是{word_of(case) if case.state == State.REFUSED else ""}。',
        State.NOT_ACCEPTED: '您的申请没有受理。',
        State.WITHDRAWN: '您的申请已按您的要求撤回。',
        State.TERMINATED: '您的申请不能继续办理，已终止。',
        State.DELIVERED: '您的事已经办完，结果已送达。',
    }
    return sentences[State(case.state)] + _standing(case)


def _standing(case: Case) -> str:
    """What became of the result since."""
    standing = case.standing_on(timezone.localdate())
    if standing is Validity.EXPIRED:
        return '有效期已经过了。'
    return '' if standing in (None, Validity.VALID) else f'这个结果后来{standing.label}。'


def _then(case: Case) -> str:
    # While the year's holidays are not announced, the limit is not sure and no silence accepts the case (§32).
    lapse = '' if case.provisional else '到期没有告诉您，就算已经受理。'
    after = {
        State.ENTRUSTED: '大厅收件后，五个工作日内告诉您是否受理。',
        State.RECEIVED: '材料齐全就受理；缺材料会一次告诉您缺哪些。' + lapse,
        State.CORRECTING: '您补齐后，五个工作日内告诉您是否受理。',
        State.ACCEPTED: '审查后作出决定，结果送回收件的大厅。',
        State.REVIEWED: '作出决定，结果送回收件的大厅。',
    }
    return after.get(State(case.state), '')


def _to_do(case: Case, home: str, fees: Sequence[CaseFee]) -> str:
    if case.state == State.CORRECTING:
        return f'请把这些材料送到{home}：{case.note.removeprefix("请补正：")}。'
    if case.state == State.APPROVED and not case.licence and (name := certificate_of(case)):
        return f'{name}正在制作，做好后到{home}领取；不用现在跑。'
    if case.state in (State.APPROVED, State.LICENSED):
        return f'请带身份证到{home}领取结果。'
    if case.state in (State.REFUSED, State.NOT_ACCEPTED):
        said = f'理由：{case.note}。' if case.note else ''
        return f'{said}请到{home}领取决定书，上面写着怎样复议或起诉。'
    if case.state == State.TERMINATED:
        return f'理由：{case.note}。需要时可以重新申请；不服的，到{home}领取决定书，上面写着怎样复议或起诉。'
    nothing = '' if is_unchecked(case.applicant) else '什么都不用做，无需再跑。'
    return _missing(case, home) or _to_pay(case, home, fees) or nothing


def _to_prove(case: Case, home: str) -> str:
    """What who applied online and was seen by nobody yet brings to a window, while there is a result to come."""
    if not is_unchecked(case.applicant) or case.delivered_at or case.state in (State.WITHDRAWN, State.TERMINATED):
        return ''
    bring = to_bring(case.applicant)
    return f'您是网上申报的，身份未核验：领结果以前请带{bring}，到{home}窗口或村（社区）便民服务点核验一次。'


def _missing(case: Case, home: str) -> str:
    """What must still be brought before the case can be accepted (§32); nothing once it is."""
    awaited = [f'{paper.name}（{say_paper(paper)}）' for paper in case.papers if is_awaited(paper)]
    if awaited and case.outcome is None:
        return f'请按时补交：{"、".join(awaited)}。送到{home}就行。'
    if case.state not in (State.ENTRUSTED, State.RECEIVED):
        return ''
    missing = [paper.name for paper in case.papers if is_lacking(paper)]
    return f'还缺：{"、".join(missing)}。请尽快送到{home}，不用等通知；早送来，早往下办。' if missing else ''


def _to_pay(case: Case, home: str, fees: Sequence[CaseFee]) -> str:
    """A paper to pay by that is still open, at this hall or at the one that charges."""
    if not case.accepted_at or case.state in OVER:
        return ''
    number = order_to_pay(fees)
    if number:
        return f'请凭缴款通知单（{number}）缴费，单子在{home}领取；其他不用做。'
    return '请按下面的缴费通知缴费；其他不用做。' if not fees and case.note.startswith(TO_PAY) else ''


def _stations(case: Case, where: str, home: str, *, taken_in: str) -> list[Station]:
    outcome = case.outcome
    decided = outcome is not None
    steps = [
        _Step('收件', case.state != State.ENTRUSTED, taken_in, case.received_at),
        _Step('受理', case.accepted_at is not None, '', case.accepted_at),
        _Step('审查', decided or case.state == State.REVIEWED, '', _reviewed_at(case)),
        _Step('决定', decided, '', outcome.at if outcome else None),
        _Step('送达', case.delivered_at is not None, home, case.delivered_at),
    ]
    if outcome and outcome.kind in OTHER_ENDS:
        delivery = steps[4:] if outcome.kind == 'not_accepted' else []
        steps = [steps[0], _Step(OTHER_ENDS[outcome.kind], True, '', outcome.at), *delivery]
    elif decided and not _was_reviewed(case):
        del steps[2]  # decided on the spot, or by the law: nobody signed an opinion
    open_steps = [place for place, step in enumerate(steps) if not step.done]
    present = open_steps[0] if open_steps else -1
    return [
        Station(
            step.name,
            _state(place, present),
            time=step.at if step.done else None,
            note=where if place == present and not outcome else step.who,
        )
        for place, step in enumerate(steps)
    ]


class _Step(NamedTuple):
    """A step of handling: whether it is done, where, and when; one that was done elsewhere may have no known time."""

    name: str
    done: bool
    who: str
    at: datetime | None


def _was_reviewed(case: Case) -> bool:
    """Whether somebody signed an opinion, here or at a hall that the case was sent to."""
    sent_on = len({stop.hall for stop in case.road}) > 1
    return _reviewed_at(case) is not None or sent_on


def _reviewed_at(case: Case) -> datetime | None:
    """When the last opinion was signed, as far as this hall has it; the help of a village is none."""
    return max((opinion.at for opinion in case.opinions if not opinion.assists), default=None)


def _state(place: int, present: int) -> str:
    if present < 0 or place < present:
        return 'past'
    return 'present' if place == present else 'ahead'
