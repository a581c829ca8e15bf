"""How an organ ends a licence by a decision on paper (撤销 §69, 注销 §70 of 行政许可法; 吊销 by a penalty). Pure."""

from datetime import date
from typing import NamedTuple

from govhall.kernel.errors import Refused
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.results import Validity


class Ground(NamedTuple):
    """Why a licence is ended: what that makes of it, and its words."""

    kind: CaseKind
    standing: Validity
    label: str


# Grounds are chosen and not typed: a sentence of one's own would name people in the register.
GROUNDS = {
    'unlawful': Ground(CaseKind.REVOKE, Validity.REVOKED, '撤销：准予本身违法，许可法第六十九条第一款'),
    'fraud': Ground(CaseKind.REVOKE, Validity.REVOKED, '撤销：以欺骗、贿赂等手段取得，第六十九条第二款'),
    'penalty': Ground(CaseKind.REVOKE, Validity.FORFEITED, '吊销：行政处罚决定'),
    'lapsed': Ground(CaseKind.CANCEL, Validity.CANCELLED, '注销：有效期届满没有延续，第七十条第一项'),
    'gone': Ground(CaseKind.CANCEL, Validity.CANCELLED, '注销：持有人死亡、丧失能力或单位终止，第七十条第二、三项'),
    'withdrawn': Ground(CaseKind.CANCEL, Validity.CANCELLED, '注销：许可依法被撤回，第七十条第四项'),
    'impossible': Ground(CaseKind.CANCEL, Validity.CANCELLED, '注销：因不可抗力无法实施，第七十条第五项'),
    'asked': Ground(CaseKind.CANCEL, Validity.CANCELLED, '注销：持有人申请'),
}


class NoSuchGround(Refused):
    """No article ends a licence for this."""

    code = 'NO_SUCH_GROUND'
    sentence = '请选择依据哪一条撤销、吊销或注销。'


class EndingUnfounded(Refused):
    """The decision has no number."""

    code = 'ENDING_UNFOUNDED'
    sentence = '请填写决定书的文号，例如“通卫撤〔2026〕3号”。'


class EndingDay(Refused):
    """The decision lies in the future, or before the licence."""

    code = 'ENDING_DAY'
    sentence = '决定日期应在发证以后、今天或今天以前，请核对。'


class EndedBefore(Refused):
    """The licence is no longer the one that counts."""

    code = 'ENDED_BEFORE'
    status = 409
    sentence = '这本证照{standing}，不用再办。'


class HasACase(Refused):
    """A case granted it: its organ revokes it in the case, and its holder has it cancelled by an application."""

    code = 'HAS_A_CASE'
    status = 409
    sentence = '这本证照是在系统里办的。撤销请打开办件 {number}，点“启动撤销”；注销由持有人在窗口申请。'


def check_ending(*, ground: str, document: str, on: date, since: date, today: date) -> Ground:
    """The ground. Raises NoSuchGround, EndingUnfounded, EndingDay."""
    if ground not in GROUNDS:
        raise NoSuchGround(field='ground')
    if not document.strip():
        raise EndingUnfounded(field='document')
    if not since <= on <= today:
        raise EndingDay(field='since')
    return GROUNDS[ground]
