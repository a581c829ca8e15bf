"""The term of a result by its matter (事项), as the decision, the counter and the pages ask it."""

from datetime import date

from govhall.catalogue.selectors import MatterInfo
from govhall.kernel.terms import fixed_day, say_fixed_day, say_term
from govhall.licences.rules.kinds import CaseKind
from govhall.licences.rules.results import ResultTerm


def term_of(info: MatterInfo, kind: CaseKind, *, on: date, before: date | None) -> ResultTerm:
    """What the end of validity of a grant of this matter depends on; `before` is the end of what it builds on."""
    fixed = fixed_day(info.certificate_rule.ends_on, on)
    return ResultTerm(kind, info.certificate, info.term_months, on, before, fixed)


def say_term_of(info: MatterInfo) -> str:
    """The term in words, 5年, 到12月31日, 长期; empty where nothing says it."""
    ends_on = info.certificate_rule.ends_on
    return f'到{say_fixed_day(ends_on)}' if ends_on else say_term(info.term_months)
