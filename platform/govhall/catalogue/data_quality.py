"""清理报告: what differs between the levels, and what should not stand any more; findings, each with what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from federation.directory.models import HallEntry
from federation.directory.selectors import children, entry
from govhall.catalogue.days import is_open
from govhall.catalogue.forms_aside import aside_among
from govhall.catalogue.models import CentreItem, Grant, Guide, Matter, Quarantined
from govhall.catalogue.rules import Mode, Power

SAME_WORDS = {'conditions': '申请条件'}


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """One thing to clean: at which hall, for which matter, what differs."""

    hall: str
    matter: str
    what: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one sort, with what to do about them."""

    title: str
    advice: str
    findings: list[QualityFinding]


def data_quality_report(hall: str, at: datetime) -> list[FindingGroup]:
    """The report of a hall over itself and all halls below it; groups without a finding are left out."""
    halls = {below.code: below for below in _below(entry(hall))}
    matters = {row.code: row for row in Matter.objects.all()}
    live = list(Grant.objects.live(at).filter(hall_code__in=halls))
    ended = {code for code, row in matters.items() if row.valid_to is not None and row.valid_to <= at}
    guides = list(Guide.objects.filter(matter_code__in={grant.matter_code for grant in live}))

    def named(found: Iterable[tuple[str, str, str]]) -> list[QualityFinding]:
        return [
            QualityFinding(halls[code].short_name, matters[matter].name if matter in matters else matter, what)
            for code, matter, what in sorted(found)
        ]

    groups = [
        FindingGroup('事项已取消，赋权还在', '请在赋权清单中写明终止日期。', named(_outlived(live, ended))),
        FindingGroup(
            '委托机关自己已没有这项权力', '请停止委托，或先补齐委托机关的权力。', named(_sourceless(live, at))
        ),
        FindingGroup(
            '同级大厅事项不一致', '请核对是漏列，还是这里确实没有这项权力。', named(_uneven(live, halls, ended))
        ),
        FindingGroup('同级大厅条件不一致', '请按四级四同改成一样，确需不同的写明依据。', named(_unlike(guides, halls))),
        FindingGroup('没有办事指南', '请补齐指南，八公开不全不能公布。', named(_unguided(live, guides, halls, ended))),
        FindingGroup(
            '进驻清单与目录不一致', '请按目录改清单中的名称和类型，目录没有的核对依据。', _unlisted(halls, matters)
        ),
        FindingGroup(
            '表单放在一边',
            '上级发来的表单，本版本不认识。现在按姓名和证件号收件；系统升级后自动启用。',
            _set_aside(halls[hall], matters),
        ),
        FindingGroup('导入时隔离的数据', '请按原因改正后重新导入。', _quarantined()),
    ]
    return [group for group in groups if group.findings]


def _below(top: HallEntry) -> list[HallEntry]:
    found, waiting = [top], [top]
    while waiting:
        below = [child for child in children(waiting.pop().code) if child.valid_to is None]
        found += below
        waiting += below
    return found


def _outlived(live: list[Grant], ended: set[str]) -> list[tuple[str, str, str]]:
    return [
        (grant.hall_code, grant.matter_code, f'{Mode(grant.mode).label}仍有效')
        for grant in live
        if grant.matter_code in ended
    ]


def _sourceless(live: list[Grant], at: datetime) -> list[tuple[str, str, str]]:
    own = Grant.objects.live(at).filter(
        mode__in=(Mode.OWN, Mode.DELEGATED), matter_code__in={g.matter_code for g in live}
    )
    holders = set(own.values_list('matter_code', 'organ_code'))
    return [
        (grant.hall_code, grant.matter_code, f'{Mode(grant.mode).label}（{grant.document}）')
        for grant in live
        if grant.delegator_code and (grant.matter_code, grant.delegator_code) not in holders
    ]


def _uneven(live: list[Grant], halls: dict[str, HallEntry], ended: set[str]) -> list[tuple[str, str, str]]:
    """Matters that some halls of a kind handle and others do not; branches differ by their nature."""
    found = []
    for kind in ('county', 'township'):
        alike = {code for code, hall in halls.items() if hall.kind == kind}
        have: dict[str, set[str]] = {}
        for grant in live:
            if grant.hall_code in alike and grant.matter_code not in ended:
                # What a branch handles is handled for its county.
                have.setdefault(grant.matter_code, set()).add(grant.hall_code)
        branches = {
            (grant.matter_code, halls[grant.hall_code].parent_code)
            for grant in live
            if halls[grant.hall_code].kind == 'branch'
        }
        for matter, places in have.items():
            missing = {code for code in alike - places if (matter, code) not in branches}
            found += [(code, matter, f'同级 {len(places)} 个大厅办理，这里没有') for code in missing]
    return found


def _unlike(guides: list[Guide], halls: dict[str, HallEntry]) -> list[tuple[str, str, str]]:
    kinds = {(guide.matter_code, guide.hall_kind): guide for guide in guides if guide.hall_kind}
    found = []
    for own in (guide for guide in guides if guide.hall_code in halls):
        general = kinds.get((own.matter_code, halls[own.hall_code].kind))
        for name, word in SAME_WORDS.items():
            if general is not None and getattr(own, name) != getattr(general, name):
                found.append((own.hall_code, own.matter_code, f'{word}与同级通用指南不同'))
    return found


def _unguided(
    live: list[Grant], guides: list[Guide], halls: dict[str, HallEntry], ended: set[str]
) -> set[tuple[str, str, str]]:
    there = {(guide.matter_code, guide.hall_code or guide.hall_kind) for guide in guides}
    return {
        (grant.hall_code, grant.matter_code, '没有公布指南')
        for grant in live
        if grant.matter_code not in ended
        and Power.RECEIVE in Mode(grant.mode).powers
        and not {(grant.matter_code, grant.hall_code), (grant.matter_code, halls[grant.hall_code].kind)} & there
    }


def _unlisted(halls: dict[str, HallEntry], matters: dict[str, Matter]) -> list[QualityFinding]:
    found = []
    for item in CentreItem.objects.filter(hall_code__in=halls):
        if not is_open(item.published_days):  # was taken off the list
            continue
        matter = matters.get(item.code)
        if matter is None:
            what = '目录中没有这个编码'
        elif (item.name, item.task_type) != (matter.name, matter.task_type):
            what = f'目录中是“{matter.name}”，类型 {matter.task_type}，清单类型 {item.task_type}'
        else:
            continue
        found.append(QualityFinding(halls[item.hall_code].short_name, item.name, what))
    return found


def _set_aside(hall: HallEntry, matters: dict[str, Matter]) -> list[QualityFinding]:
    rows = [(row.code, row.short_name, row.form) for row in matters.values() if row.form]
    return [QualityFinding(hall.short_name, matters[one.matter].name, one.why) for one in aside_among(rows)]


def _quarantined() -> list[QualityFinding]:
    return [
        QualityFinding(quarantined.source, f'{quarantined.kind} {quarantined.key}', '；'.join(quarantined.reasons))
        for quarantined in Quarantined.objects.all()
    ]
