"""The catalogue as a list: entered where it is owned, effective in every hall."""

from typing import Any

from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.catalogue import CertificateRule, MatterEntered, Step
from govhall.catalogue.codes import check_code, check_matter_code
from govhall.catalogue.entries import Entry, entry_of
from govhall.catalogue.exchange.cells import (
    OWNED,
    BadCell,
    Cells,
    chosen,
    day_of,
    moment_of,
    number_of,
    owned,
    required,
    said,
)
from govhall.catalogue.models import Matter
from govhall.catalogue.rules import (
    LEVELS,
    NO_LIMIT,
    TASK_TYPES,
    CaseType,
    StepsDoNotSum,
    check_limits,
    check_steps,
)
from govhall.kernel.terms import BadTerm, read_fixed_day, read_term, say_fixed_day, say_term
from govhall.kernel.typed import whole

YES_NO = {'是': 'yes', '否': '', '': ''}
CASE_TYPES = {'即办件': CaseType.INSTANT, '承诺件': CaseType.PROMISED}
COLUMNS = (
    *OWNED,
    '简称',
    '基本编码',
    '行使层级',
    '办件类型',
    '法定时限（工作日）',
    '承诺时限（工作日）',
    '环节时限',
    '办理结果',
    '证照名称',
    '有效期',
    '现场核查',
    '常用说法',
    '生效日期',
    '取消日期',
)


TITLES = {
    'name': '事项名称',
    'legal_basis': '设定依据',
    'task_type': '事项类型',
    'short_name': '简称',
    'basic_code': '基本编码',
    'level': '行使层级',
    'case_type': '办件类型',
    'statutory_days': '法定时限（工作日）',
    'promised_days': '承诺时限（工作日）',
    'steps': '环节时限',
    'result': '办理结果',
    'certificate': '证照名称',
    'term_months': '有效期',
    'site_check': '现场核查',
    'everyday_words': '常用说法',
    'valid_from': '生效日期',
    'valid_to': '取消日期',
}
WORDS: dict[str, dict[str, str]] = {
    'task_type': dict(TASK_TYPES),
    'level': dict(LEVELS),
    'case_type': {kind.value: word for word, kind in CASE_TYPES.items()},
}


def matter_choices(hall: str) -> dict[str, list[str]]:
    """The columns that take one of a list, the same for every hall."""
    return {
        '事项类型': list(TASK_TYPES.values()),
        '行使层级': list(LEVELS.values()),
        '办件类型': list(CASE_TYPES),
        '现场核查': ['是', '否'],
    }


def matter_rows(hall: str) -> list[list[str]]:
    """The whole catalogue, which is one for all halls."""
    return [
        [
            *owned(matter),
            matter.short_name,
            matter.basic_code,
            LEVELS.get(matter.level, matter.level),
            next(word for word, kind in CASE_TYPES.items() if kind == matter.case_type),
            NO_LIMIT if matter.no_statutory_limit else str(matter.statutory_days),
            str(matter.promised_days),
            '、'.join(f'{step["name"]} {step["days"]}' for step in matter.steps),
            matter.result,
            matter.certificate,
            say_fixed_day((matter.certificate_rule or {}).get('ends_on', '')) or say_term(matter.term_months),
            '是' if matter.site_check else '否',
            '、'.join(matter.everyday_words),
            day_of(matter.valid_from),
            day_of(matter.valid_to),
        ]
        for matter in Matter.objects.all()
    ]


def read_matter(hall: str, cells: Cells) -> tuple[Entry | None, Entry]:
    """A matter of the catalogue; what has no column here stays as it is. A new promise needs steps that sum to it."""
    code = said(check_matter_code, '事项编码', cells['事项编码'])
    kept = Matter.objects.filter(code=code).first()
    before, columns = entry_of(MatterEntered, kept) if kept else None, _columns(kept, cells)
    if before:
        wanted = replace(before, version=before.version + 1, **columns)
    else:
        wanted = MatterEntered(code=code, version=1, **columns)
    check_limits(
        matter=wanted.code,
        case_type=CaseType(wanted.case_type),
        statutory_days=None if wanted.no_statutory_limit else wanted.statutory_days,
        promised_days=wanted.promised_days,
        task_type=wanted.task_type,
    )
    try:
        steps = [step.days for step in wanted.steps]
        check_steps(matter=wanted.code, promised_days=wanted.promised_days, steps=steps)
    except StepsDoNotSum as refusal:
        raise BadCell(field='环节时限', why=str(refusal)) from refusal
    return before, wanted


def _columns(kept: Matter | None, cells: Cells) -> dict[str, Any]:
    """What the columns say of a matter, by the names of the entry. Raises BadCell."""
    return {
        'name': required(cells, '事项名称'),
        'legal_basis': required(cells, '设定依据'),
        'task_type': chosen(cells, '事项类型', {word: key for key, word in TASK_TYPES.items()}),
        'short_name': required(cells, '简称'),
        'basic_code': said(lambda given: check_code('basic', given), '基本编码', cells['基本编码']),
        'level': chosen(cells, '行使层级', {word: key for key, word in LEVELS.items()}),
        'case_type': chosen(cells, '办件类型', CASE_TYPES),
        **_law(cells['法定时限（工作日）']),
        'promised_days': number_of(cells, '承诺时限（工作日）'),
        'result': cells['办理结果'],
        'everyday_words': [word for word in cells['常用说法'].split('、') if word],
        'valid_from': moment_of(cells, '生效日期', kept.valid_from if kept else None) or timezone.now(),
        'valid_to': moment_of(cells, '取消日期', kept.valid_to if kept else None),
        'certificate_rule': _rule(kept, cells['有效期']),
        'steps': _steps(cells['环节时限']),
        'certificate': cells['证照名称'],
        'term_months': None if read_fixed_day(cells['有效期']) else _term(cells['有效期']),
        'site_check': bool(chosen(cells, '现场核查', YES_NO)),
    }


def _law(text: str) -> dict[str, Any]:
    """The legal limit as a number of working days, or 无法定时限. Raises BadCell."""
    if text == NO_LIMIT:
        return {'statutory_days': 0, 'no_statutory_limit': True}
    days = whole(text, digits=3)
    if days is None:
        raise BadCell(field='法定时限（工作日）', why=f'应填整数，例如 20；法律没有规定的填“{NO_LIMIT}”。')
    return {'statutory_days': days, 'no_statutory_limit': False}


def _rule(kept: Matter | None, term: str) -> CertificateRule | None:
    """What is kept of the certificate, with the fixed day that the cell names."""
    rule = (entry_of(MatterEntered, kept).certificate_rule if kept else None) or CertificateRule()
    wanted = replace(rule, ends_on=read_fixed_day(term))
    return wanted if wanted != CertificateRule() else None


def _steps(text: str) -> list[Step]:
    """Steps as 审查 10、决定 4: a name and its working days. Raises BadCell."""
    found = []
    for part in filter(None, (word.strip() for word in text.split('、'))):
        name, _, days = part.rpartition(' ')
        count = whole(days, digits=3)
        if not name.strip() or count is None:
            raise BadCell(field='环节时限', why=f'“{part}”应写成“审查 10”：环节名称、空格、工作日数，用“、”隔开。')
        found.append(Step(name=name.strip(), days=count))
    return found


def _term(text: str) -> int | None:
    """The term as 5年, 6个月 or 长期. Raises BadCell."""
    try:
        return read_term(text)
    except BadTerm as refusal:
        raise BadCell(field='有效期', why=str(refusal)) from refusal
