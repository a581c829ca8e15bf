"""When a grant holds: conditions such as an amount, an area or the kind of applicant, as data and not as code. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from federation.contracts.catalogue import Condition
from govhall.forms.facts import FACTS
from govhall.kernel.errors import Refused
from govhall.kernel.typed import amount

Facts = Mapping[str, str]


class ConditionVerdict(StrEnum):
    """Whether an application meets a condition; UNKNOWN: what the condition asks for has not been said."""

    MET = 'met'
    UNMET = 'unmet'
    UNKNOWN = 'unknown'


NUMBERS = frozenset({'at_most', 'below', 'at_least', 'above'})
TESTS = {
    'at_most': '不超过 {value}',
    'below': '小于 {value}',
    'at_least': '不少于 {value}',
    'above': '超过 {value}',
    'one_of': '为{value}',
    'within': '在 {value} 内',
}


class BadCondition(Refused):
    """A condition names an unknown fact or test, or its values do not fit them."""

    code = 'BAD_CONDITION'
    sentence = '办理条件有误：{why}'


class BadFact(Refused):
    """A fact that should be a number is none."""

    code = 'BAD_FACT'
    sentence = '{word}应填数字，例如 800，单位是{unit}。'


def check_condition(condition: Condition) -> None:
    """Refuse (`BadCondition`) a condition that could never be evaluated."""
    fact = FACTS.get(condition.fact)
    why = ''
    if fact is None or condition.test not in TESTS:
        why = f'没有“{condition.fact} {condition.test}”这样的条件。'
    elif not condition.values:
        why = f'{fact.word}的条件没有写明数值。'
    elif condition.test in NUMBERS and (
        not fact.unit or not all(amount(value) is not None for value in condition.values)
    ):
        why = f'{fact.word}的条件应是数字。'
    elif condition.test == 'within' and condition.fact != 'area':
        why = f'{fact.word}不能按区划比较。'
    elif condition.test == 'one_of' and not set(condition.values) <= set(fact.choices or ()):
        why = f'{fact.word}没有这些选项。'
    if why:
        raise BadCondition(field='conditions', why=why)


def check_facts(facts: Facts) -> None:
    """Raises BadFact for the first fact that should be a number and is none."""
    for name, fact in FACTS.items():
        if fact.unit and facts.get(name) and amount(facts[name]) is None:
            raise BadFact(field=name, word=fact.word, unit=fact.unit)


def judge(conditions: Iterable[Condition], facts: Facts) -> ConditionVerdict:
    """UNMET if one condition fails, else UNKNOWN if one lacks its fact, else MET. Raises BadFact."""
    found = {_judge(condition, facts.get(condition.fact, '').strip()) for condition in conditions}
    return (
        ConditionVerdict.UNMET
        if ConditionVerdict.UNMET in found
        else ConditionVerdict.UNKNOWN
        if ConditionVerdict.UNKNOWN in found
        else ConditionVerdict.MET
    )


def say(conditions: Iterable[Condition]) -> str:
    """The conditions as words: 金额不超过 1000 元，申请人为个人."""
    return '，'.join(_say(condition) for condition in conditions)


def _say(condition: Condition) -> str:
    fact = FACTS[condition.fact]
    values = [(fact.choices or {}).get(value, value) for value in condition.values]
    return fact.word + TESTS[condition.test].format(value='或'.join(values)) + (f' {fact.unit}' if fact.unit else '')


def _judge(condition: Condition, given: str) -> ConditionVerdict:
    if not given:
        return ConditionVerdict.UNKNOWN
    if condition.test == 'one_of':
        return ConditionVerdict.MET if given in condition.values else ConditionVerdict.UNMET
    if condition.test == 'within':
        inside = any(given.startswith(significant(value)) for value in condition.values)
        return ConditionVerdict.MET if inside else ConditionVerdict.UNMET
    number, limit = amount(given), amount(condition.values[0])
    if number is None or limit is None:
        raise BadFact(field=condition.fact, word=FACTS[condition.fact].word, unit=FACTS[condition.fact].unit)
    holds = {
        'at_most': number <= limit,
        'below': number < limit,
        'at_least': number >= limit,
        'above': number > limit,
    }[condition.test]
    return ConditionVerdict.MET if holds else ConditionVerdict.UNMET


def significant(area: str) -> str:
    """The figures of a division code that say something."""
    # A division code fills its levels with zeros: province 2 digits, city 4, county 6, township 9, village 12.
    return next((area[:size] for size in (2, 4, 6, 9) if not area[size:].strip('0')), area)
