"""Phrases that several papers have in common. Pure."""

from datetime import date

from govhall.documents.rules import papers
from govhall.documents.rules.content import Facts, Row


def day(on: date) -> str:
    """2026年11月24日 (GB/T 9704: Arabic figures, no zero before them)."""
    return f'{on.year}年{on.month}月{on.day}日'


def before(on: date, facts: Facts) -> str:
    """Until when, as the pages say it: a day that may still move is told as such."""
    return f'{day(on)}前' + ('（暂定，节假日未公布）' if facts.provisional else '')


def remedies(facts: Facts) -> str:
    """Where and until when the applicant may object."""
    return (
        f'如不服本决定，可以自收到本决定书之日起六十日内向{facts.review_organ}申请行政复议，'
        '也可以自收到本决定书之日起六个月内依法向有管辖权的人民法院提起行政诉讼。'
    )


def applied(facts: Facts) -> str:
    """What was applied for, as a sentence begins."""
    return f'你（单位）于{day(facts.received_on)}提出的“{facts.matter}”申请（办件编号 {facts.case}），'


def by(facts: Facts, article: str) -> str:
    """The article that the paper stands on; that law speaks of licences only, others follow their own basis."""
    if facts.task_type == papers.LICENCE:
        return f'根据《中华人民共和国行政许可法》{article}的规定，'
    return f'根据{facts.basis}等规定，'


def particulars(facts: Facts) -> tuple[str, ...]:
    """What the form of the matter says, as one sentence of a letter; nothing where it says nothing."""
    said = '，'.join(f'{label} {value}' for label, value in facts.particulars)
    return (f'申请内容：{said}。',) if said else ()


def case_rows(facts: Facts) -> tuple[Row, ...]:
    """The rows by which everybody knows the case."""
    rows = [('办件编号', facts.case), ('查询码', facts.query_word), ('办理事项', facts.matter)]
    rows += [('申请人', facts.applicant), ('证件号码', facts.id_shown)]
    return tuple(row for row in rows if row[1])
