"""The law of the catalogue without a database: modes and their powers, limits, and who may give what to whom."""

from collections.abc import Iterable
from enum import StrEnum

from federation.contracts.catalogue import GuideEntered
from govhall.kernel.errors import Refused


class Power(StrEnum):
    """What a hall may do with a case of a matter."""

    RECEIVE = 'receive'
    ACCEPT = 'accept'
    REVIEW = 'review'
    DECIDE = 'decide'


class Mode(StrEnum):
    """How a hall came by its power over a matter (domain: how authority is expressed)."""

    OWN = 'own'
    DELEGATED = 'delegated'
    ENTRUSTED = 'entrusted'
    REVIEW = 'review'
    RECEIPT = 'receipt'

    @property
    def label(self) -> str:
        """The mode's name on screen and on paper."""
        return MODE_LABELS[self]

    @property
    def powers(self) -> frozenset[Power]:
        """The powers that a grant of this mode gives."""
        return MODE_POWERS[self]


class VillageKind(StrEnum):
    """What a village does with a matter (domain 5.1). A village decides no licence in any of them."""

    DIRECT = 'direct'
    CARRY = 'carry'
    ASSIST = 'assist'
    INFORM = 'inform'

    @property
    def label(self) -> str:
        """The kind's name on screen."""
        return VILLAGE_LABELS[self]


class PersonalPower(StrEnum):
    """A power in a letter of authorisation (授权书): four of Sichuan's letter, then Guangxi's wording, eleven in all.

    The four are decide, submit, coordinate and seal; the next seven give the window's wording. Collecting money, the
    twelfth, is a cashier's. The thirteenth is no power but an office: the head of an organ, by a document that says
    so. `CHOICES` are those that a new letter may give: each of them gates an act. The other three stand in old letters
    only: receiving and handing over are any window person's work, by membership, and nobody pleads in court here.
    """

    DECIDE = 'decide'
    SUBMIT = 'submit'
    COORDINATE = 'coordinate'
    SEAL = 'seal'
    RECEIVE = 'receive'
    REVIEW = 'review'
    SETTLE = 'settle'
    DELIVER = 'deliver'
    DEFEND = 'defend'
    PRINT = 'print'
    APPROVE = 'approve'
    COLLECT = 'collect'  # 收款: the cashier of a hall
    HEAD = 'head'  # 机关负责人: by office, of the organ that the letter names

    @property
    def label(self) -> str:
        """The power's name in the letter."""
        return PERSONAL_LABELS[self]


class CaseType(StrEnum):
    """即办件 or 承诺件. Named, not numbered: the numbers differ between connectors (GB/T 39046 A.6, provinces)."""

    INSTANT = 'instant'
    PROMISED = 'promised'


MODE_LABELS = {
    Mode.OWN: '本级行使',
    Mode.DELEGATED: '赋权（下放）',
    Mode.ENTRUSTED: '委托',
    Mode.REVIEW: '审核转报',
    Mode.RECEIPT: '代收',
}
PERSONAL_LABELS = {
    PersonalPower.DECIDE: '审批决定权',
    PersonalPower.SUBMIT: '审核上报权',
    PersonalPower.COORDINATE: '组织协调权',
    PersonalPower.SEAL: '电子印章使用权',
    PersonalPower.RECEIVE: '受理权',
    PersonalPower.REVIEW: '审核权',
    PersonalPower.SETTLE: '协调处置权',
    PersonalPower.DELIVER: '办理结果送达权',
    PersonalPower.DEFEND: '应诉代理权',
    PersonalPower.PRINT: '制证权',
    PersonalPower.APPROVE: '审批权',
    PersonalPower.COLLECT: '收款权',
    PersonalPower.HEAD: '机关负责人（批准延长期限）',
}
VILLAGE_LABELS = {
    VillageKind.DIRECT: '直办',
    VillageKind.CARRY: '代办',
    VillageKind.ASSIST: '协办',
    VillageKind.INFORM: '公开告知',
}
_ALL = frozenset(Power)
MODE_POWERS = {
    Mode.OWN: _ALL,
    Mode.DELEGATED: _ALL,
    Mode.ENTRUSTED: _ALL,
    Mode.REVIEW: frozenset({Power.RECEIVE, Power.ACCEPT, Power.REVIEW}),
    Mode.RECEIPT: frozenset({Power.RECEIVE}),
}
# What the acting person's own letter must say, in either wording; receiving and accepting are any window person's work.
PERSONAL_POWERS = {
    Power.REVIEW: (PersonalPower.SUBMIT, PersonalPower.REVIEW),
    Power.DECIDE: (PersonalPower.DECIDE, PersonalPower.APPROVE),
}
# For what no grant of a hall carries: drawing in other halls, making certificates.
DRAWS_IN = (PersonalPower.COORDINATE, PersonalPower.SETTLE)
MAKES_CERTIFICATES = (PersonalPower.PRINT,)
GATES_NOTHING = frozenset({PersonalPower.RECEIVE, PersonalPower.DELIVER, PersonalPower.DEFEND})
CHOICES = tuple(power for power in PersonalPower if power not in GATES_NOTHING)
# 事项类型 (GB/T 39046 A.1) and 行使层级.
TASK_TYPES = {
    '01': '行政许可',
    '02': '行政处罚',
    '03': '行政强制',
    '04': '行政征收',
    '05': '行政给付',
    '06': '行政检查',
    '07': '行政确认',
    '08': '行政奖励',
    '09': '行政裁决',
    '10': '其他行政权力',
    '20': '公共服务',
}
LICENCE, PUBLIC_SERVICE = '01', '20'
NO_LIMIT = '无法定时限'
GUIDE_FIELDS = {
    '申请条件': 'conditions',
    '办理程序': 'procedure',
    '办理职责': 'duties',
    '办理窗口': 'window',
    '联系电话': 'phone',
    '办理时间': 'hours',
}
LEVELS = {'1': '国家级', '2': '省级', '3': '市级', '4': '县级', '5': '镇（乡、街道）级', '6': '村（社区）级'}


class PromiseTooLong(Refused):
    """The promised limit is not at least 30 % below the statutory one (限时办结制)."""

    code = 'PROMISE_TOO_LONG'
    sentence = '事项 {matter} 的承诺时限最多 {most} 个工作日（比法定 {statutory} 个工作日至少压缩 30%），请改短。'


class InstantWithDays(Refused):
    """An instant matter (即办件) promises zero days."""

    code = 'INSTANT_WITH_DAYS'
    sentence = '事项 {matter} 是即办件，承诺时限应填 0，请更正。'


class LicenceHasLimit(Refused):
    """A licence without a limit of its own has that of the Administrative Licensing Law, article 42."""

    code = 'LICENCE_HAS_LIMIT'
    sentence = (
        '事项 {matter} 是行政许可，不能写无法定时限：没有专门规定的，法定时限是 20 个工作日（行政许可法第四十二条）。'
    )


class PromiseMissing(Refused):
    """Where no law says how long it may take, the promise alone is what a case is measured by."""

    code = 'PROMISE_MISSING'
    sentence = '事项 {matter} 无法定时限，又不是即办件，承诺时限至少 1 个工作日，请填写。'


class StepsDoNotSum(Refused):
    """The limits of the steps do not sum to the promise (限时办结制: 逐环节)."""

    code = 'STEPS_DO_NOT_SUM'
    sentence = '事项 {matter} 各环节时限合计 {total} 个工作日，应等于承诺时限 {promised} 个工作日，请核对。'


class BadGrant(Refused):
    """A grant's mode, organ, delegator and document do not fit together (Administrative Licensing Law, article 24)."""

    code = 'BAD_GRANT'
    sentence = '大厅 {hall} 的事项 {matter} 赋权有误：{why}'


def longest_promise(statutory_days: int) -> int:
    """The longest promise in working days: 30 % below the statutory limit, rounded down (20 gives 14, 5 gives 3)."""
    return statutory_days * 7 // 10


def check_limits(
    *, matter: str, case_type: CaseType, statutory_days: int | None, promised_days: int, task_type: str = ''
) -> None:
    """Refuse limits that the promise rule forbids; days are working days, None: 无法定时限.

    Raises InstantWithDays, PromiseTooLong, LicenceHasLimit, PromiseMissing.
    """
    if case_type is CaseType.INSTANT and promised_days:
        raise InstantWithDays(field='promised_days', matter=matter)
    if statutory_days is None:
        if task_type == LICENCE:
            raise LicenceHasLimit(field='statutory_days', matter=matter)
        if case_type is not CaseType.INSTANT and not promised_days:
            raise PromiseMissing(field='promised_days', matter=matter)
        return
    most = longest_promise(statutory_days)
    if promised_days > most:
        raise PromiseTooLong(field='promised_days', matter=matter, most=most, statutory=statutory_days)


def check_steps(*, matter: str, promised_days: int, steps: Iterable[int]) -> None:
    """Refuse (`StepsDoNotSum`) steps whose days are not the promise; a matter may name none."""
    days = list(steps)
    if days and (sum(days) != promised_days or min(days) < 0):
        raise StepsDoNotSum(field='steps', matter=matter, total=sum(days), promised=promised_days)


def check_grant(*, matter: str, hall: str, mode: Mode, organ: str, delegator: str, document: str) -> None:
    """Refuse (`BadGrant`) a grant whose organ in name, giver and document do not fit its mode.

    Entrusted: acts in the name of the organ that entrusts, with a published document (article 24). Delegated: acts in
    its own name, by a directory of the upper level. Own: nobody gave it.
    """
    why = ''
    if mode is Mode.OWN and delegator:
        why = '本级行使的事项没有委托或下放机关，请删去。'
    elif mode is Mode.ENTRUSTED and (not delegator or organ != delegator):
        why = '委托事项以委托机关名义办理，实施机关应与委托机关相同。'
    elif mode is Mode.DELEGATED and (not delegator or organ == delegator):
        why = '赋权事项以承接机关自己的名义办理，实施机关应与下放机关不同。'
    elif mode in (Mode.ENTRUSTED, Mode.DELEGATED) and not document:
        why = '委托和赋权都应写明文号。'
    if why:
        raise BadGrant(field='mode', hall=hall, matter=matter, why=why)


def check_village(*, matter: str, hall: str, task_type: str, village: str) -> None:
    """Refuse (`BadGrant`) a village that would decide: 直办 and 公开告知 are for public services (20) only.

    A village committee is no organ and can't be given a power of one (Administrative Licensing Law, 22 to 24).
    """
    if village and village not in list(VillageKind):
        raise BadGrant(
            field='village', hall=hall, matter=matter, why='村级办理方式只有直办、代办、协办、公开告知四种。'
        )
    if village in (VillageKind.DIRECT, VillageKind.INFORM) and task_type != PUBLIC_SERVICE:
        raise BadGrant(
            field='village', hall=hall, matter=matter, why='村（社区）不能决定行政权力事项，请改为代办或协办。'
        )


def lacking_fields(guide: GuideEntered) -> str:
    """The names of the public fields (八公开) that the guide leaves empty, in Chinese; empty if it is complete."""
    return '、'.join(word for word, name in GUIDE_FIELDS.items() if not getattr(guide, name).strip())


def check_no_subdelegation(grants: Iterable[tuple[str, str, Mode, str, str]]) -> None:
    """Refuse (`BadGrant`) an entrustment by an organ that does not hold the power itself (article 24).

    Each item is (matter, hall, mode, organ, delegator); the power is held by the organ of an own or delegated grant.
    """
    known = list(grants)
    holders = {(matter, organ) for matter, _, mode, organ, _ in known if mode in (Mode.OWN, Mode.DELEGATED)}
    for matter, hall, mode, _, delegator in known:
        if mode is Mode.ENTRUSTED and (matter, delegator) not in holders:
            raise BadGrant(field='delegator', hall=hall, matter=matter, why='委托机关自己没有这项权力，不得转委托。')
