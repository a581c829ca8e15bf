"""The papers that an organ issues (文书): kinds, titles, numbers and the organ to which one complains. Pure.

Two-digit codes are those of city systems; A1 to B2 are papers of the law that those systems do not number.
"""

from dataclasses import dataclass
from typing import NamedTuple

from govhall.catalogue.organs import OrganKind

APPROVAL, EXTENSION, WITHDRAWAL = 'A1', 'A2', 'A3'
HEARING_RIGHT, HEARING_CALL, TRANSFER, TERMINATION, CERTIFICATE = 'A4', 'A5', 'A6', 'A7', 'A8'
REVOCATION, UPHELD = 'A9', 'B1'  # how a revocation (§69) ends, in place of A1 and 07
HEARING_PUBLIC = 'B2'
RECEIPT, CORRECTION, NOT_ACCEPTED, ACCEPTANCE, SUPPLEMENT = '01', '02', '03', '04', '05'
REFUSAL, SPECIAL, DELIVERY = '07', '08', '09'
LICENCE = '01'  # 事项类型 行政许可 (GB/T 39046 A.1)
INTAKE_SEAL, DECISION_SEAL = '政务服务受理专用章', '行政审批专用章'
SUFFIXES = ('自治县', '自治区', '自治州', '省', '市', '县', '区', '旗')


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of paper: its title for a licence and for any other matter, the word in its number, its seal."""

    title: str
    other_title: str
    word: str
    seal: str = INTAKE_SEAL


KINDS: dict[str, DocumentKind] = {
    RECEIPT: DocumentKind('申请材料接收凭证', '申请材料接收凭证', '收'),
    CORRECTION: DocumentKind('补正材料一次性告知书', '补正材料一次性告知书', '补'),
    NOT_ACCEPTED: DocumentKind('不予受理决定书', '不予受理决定书', '不受'),
    ACCEPTANCE: DocumentKind('行政许可申请受理决定书', '申请受理决定书', '受'),
    SUPPLEMENT: DocumentKind('补正材料接收凭证', '补正材料接收凭证', '补收'),
    REFUSAL: DocumentKind('不予行政许可决定书', '不予办理决定书', '不准', DECISION_SEAL),
    SPECIAL: DocumentKind('特别程序告知书', '特别程序告知书', '特', DECISION_SEAL),
    DELIVERY: DocumentKind('送达回证', '送达回证', '送'),
    APPROVAL: DocumentKind('准予行政许可决定书', '准予办理决定书', '准', DECISION_SEAL),
    EXTENSION: DocumentKind('延长办理期限告知书', '延长办理期限告知书', '延', DECISION_SEAL),
    WITHDRAWAL: DocumentKind('撤回申请凭证', '撤回申请凭证', '撤'),
    HEARING_RIGHT: DocumentKind('行政许可听证权利告知书', '听证权利告知书', '听告', DECISION_SEAL),
    HEARING_CALL: DocumentKind('行政许可听证通知书', '听证通知书', '听通', DECISION_SEAL),
    HEARING_PUBLIC: DocumentKind('行政许可听证公告', '听证公告', '听公', DECISION_SEAL),
    TERMINATION: DocumentKind('终止办理行政许可决定书', '终止办理决定书', '终'),
    CERTIFICATE: DocumentKind('行政许可证件', '办理结果证件', '证', DECISION_SEAL),
    TRANSFER: DocumentKind('申请材料转办告知单', '申请材料转办告知单', '转'),
    REVOCATION: DocumentKind('撤销行政许可决定书', '撤销决定书', '撤决', DECISION_SEAL),
    UPHELD: DocumentKind('不予撤销行政许可决定书', '不予撤销决定书', '不撤', DECISION_SEAL),
}


WHERE_REVOKING = {APPROVAL: REVOCATION, REFUSAL: UPHELD}
GIVES_RESULT = frozenset({APPROVAL, CERTIFICATE})  # worth nothing once the result is cancelled or revoked

# What stays after a paper is declared void, and what is done instead; its number is never used again. A correction of a
# result is a case of its own, whose decision has a number of its own.
_DECIDES_AGAINST = frozenset({NOT_ACCEPTED, REFUSAL, TERMINATION, REVOCATION, UPHELD})
_RECEIVES = frozenset({RECEIPT, SUPPLEMENT})
RESULT_STAYS = '办理结果不变。要另出正确的，请窗口人员在本页“在这个结果上办理”里点“更正”，准予后按新编号出具。'
DECISION_STAYS = '决定不变，系统不再另出。要另作决定，请申请人重新申请，收件后另行决定，文书用新的编号。'
RECEIPT_STAYS = '收件不变。请在本页另打印一份收件凭证交给申请人。'
STEP_STAYS = '这一步办过的不变，期限照算，系统不再另出。请收回原件，把正确的内容当面告诉申请人。'


def paper_of(code: str, *, revokes: bool) -> str:
    """The paper by which a case is decided: one that revokes grants nothing and refuses nobody."""
    return WHERE_REVOKING.get(code, code) if revokes else code


def after_void(code: str) -> str:
    """What people do once the paper is void: it is never issued again as it was."""
    if code in GIVES_RESULT:
        return RESULT_STAYS
    if code in _DECIDES_AGAINST:
        return DECISION_STAYS
    return RECEIPT_STAYS if code in _RECEIVES else STEP_STAYS


def title_of(code: str, task_type: str) -> str:
    """The title of the paper: only a licence (行政许可) is called so."""
    return KINDS[code].title if task_type == LICENCE else KINDS[code].other_title


def book_name(*, area: str, organ: str, code: str) -> str:
    """The head of the organ's numbers, as 通江林业局准: the area, the organ's short name and the kind's word."""
    stem = next((area.removesuffix(end) for end in SUFFIXES if area.endswith(end)), area)
    # 省林草局 of 四川省 is 四川林草局, and 市场监管局 keeps its 市; a town's government says its own name already.
    named = organ[1:] if organ[:1] == area[-1:] and not organ.startswith('市场') else organ
    return (stem if len(stem) > 1 else area) + named + KINDS[code].word


def number_of(*, book: str, year: int, serial: int) -> str:
    """The paper's number, as 通江林业局准〔2026〕第000123号 (brackets as GB/T 9704 has them)."""
    return f'{book}〔{year}〕第{serial:06d}号'


class RegisterPosition(NamedTuple):
    """Where a number stands: in the book of which year, and as which one."""

    year: int
    serial: int


def place_of(number: str) -> RegisterPosition:
    """The place of a number that `number_of` made."""
    year, serial = number.rsplit('〔', 1)[1].removesuffix('号').split('〕第')
    return RegisterPosition(int(year), int(serial))


class ReconsiderationFacts(NamedTuple):
    """What decides who reconsiders an organ's acts: `above` is the area over its own, `superior` the organ over it."""

    kind: OrganKind
    area: str
    level: str
    above: str
    superior: str = ''


def review_organ(one: ReconsiderationFacts) -> str:
    """Where to apply for reconsideration (行政复议法 §24, §27, §28), as the paper says it."""
    own, over = f'{one.area or "本级"}人民政府', f'{one.above or "上一级"}人民政府'
    if one.kind is OrganKind.VERTICAL:
        return one.superior or '上一级主管部门'
    if one.kind is OrganKind.JUSTICE:
        return f'{own}或者{one.superior or "上一级司法行政部门"}'
    if one.kind is OrganKind.CITY_BRANCH:
        return f'{over}或者{own}'
    if one.kind is OrganKind.GOVERNMENT and one.level == 'province':
        return own
    answers_above = one.kind in (OrganKind.GOVERNMENT, OrganKind.OUTPOST) or one.level == 'township'
    return over if answers_above else own
