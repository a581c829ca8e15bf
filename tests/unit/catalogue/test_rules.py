"""The law of the catalogue: limits, modes and who may give what to whom."""

import pytest

from govhall.catalogue.rules import (
    BadGrant,
    CaseType,
    InstantWithDays,
    Mode,
    Power,
    PromiseTooLong,
    StepsDoNotSum,
    check_grant,
    check_limits,
    check_no_subdelegation,
    check_steps,
    longest_promise,
)

COUNTY, TOWNSHIP = '通江县市场监督管理局', '诺水河镇人民政府'


@pytest.mark.parametrize(('statutory', 'most'), [(20, 14), (30, 21), (25, 17), (10, 7), (5, 3), (3, 2), (1, 0), (0, 0)])
def test_promise_is_at_least_thirty_percent_below_the_statutory_limit(statutory: int, most: int) -> None:
    assert longest_promise(statutory) == most
    check_limits(matter='M', case_type=CaseType.PROMISED, statutory_days=statutory, promised_days=most)
    with pytest.raises(PromiseTooLong) as refusal:
        check_limits(matter='M', case_type=CaseType.PROMISED, statutory_days=statutory, promised_days=most + 1)
    assert refusal.value.details['most'] == most
    assert f'最多 {most} 个工作日' in str(refusal.value)


def test_instant_matter_promises_no_days() -> None:
    check_limits(matter='M', case_type=CaseType.INSTANT, statutory_days=3, promised_days=0)
    with pytest.raises(InstantWithDays, match='即办件'):
        check_limits(matter='M', case_type=CaseType.INSTANT, statutory_days=3, promised_days=1)


@pytest.mark.parametrize(
    ('mode', 'powers'),
    [
        (Mode.OWN, {Power.RECEIVE, Power.ACCEPT, Power.REVIEW, Power.DECIDE}),
        (Mode.DELEGATED, {Power.RECEIVE, Power.ACCEPT, Power.REVIEW, Power.DECIDE}),
        (Mode.ENTRUSTED, {Power.RECEIVE, Power.ACCEPT, Power.REVIEW, Power.DECIDE}),
        (Mode.REVIEW, {Power.RECEIVE, Power.ACCEPT, Power.REVIEW}),
        (Mode.RECEIPT, {Power.RECEIVE}),
    ],
)
def test_each_mode_gives_exactly_its_powers(mode: Mode, powers: set[Power]) -> None:
    assert mode.powers == powers


@pytest.mark.parametrize(
    ('mode', 'organ', 'delegator', 'document'),
    [
        (Mode.OWN, COUNTY, '', ''),
        (Mode.ENTRUSTED, COUNTY, COUNTY, '委托书 1 号'),
        (Mode.DELEGATED, TOWNSHIP, COUNTY, '赋权目录'),
        (Mode.REVIEW, TOWNSHIP, '', ''),
        (Mode.RECEIPT, COUNTY, '', ''),
    ],
)
def test_right_grant_of_each_mode_is_allowed(mode: Mode, organ: str, delegator: str, document: str) -> None:
    check_grant(matter='M', hall='H', mode=mode, organ=organ, delegator=delegator, document=document)


@pytest.mark.parametrize(
    ('mode', 'organ', 'delegator', 'document', 'why'),
    [
        (Mode.OWN, COUNTY, COUNTY, '', '本级行使的事项没有委托'),
        (Mode.ENTRUSTED, TOWNSHIP, COUNTY, '委托书 1 号', '以委托机关名义'),
        (Mode.ENTRUSTED, COUNTY, '', '委托书 1 号', '以委托机关名义'),
        (Mode.ENTRUSTED, COUNTY, COUNTY, '', '写明文号'),
        (Mode.DELEGATED, COUNTY, COUNTY, '赋权目录', '自己的名义'),
        (Mode.DELEGATED, TOWNSHIP, '', '赋权目录', '自己的名义'),
        (Mode.DELEGATED, TOWNSHIP, COUNTY, '', '写明文号'),
    ],
)
def test_wrong_grant_is_refused_with_the_reason(
    mode: Mode, organ: str, delegator: str, document: str, why: str
) -> None:
    with pytest.raises(BadGrant, match=why):
        check_grant(matter='M', hall='H', mode=mode, organ=organ, delegator=delegator, document=document)


def test_organ_that_was_itself_entrusted_may_not_entrust_further() -> None:
    county_own = ('M', 'TJXZ0001', Mode.OWN, COUNTY, '')
    entrusted = ('M', 'TJNS0001', Mode.ENTRUSTED, COUNTY, COUNTY)
    further = ('M', 'TJTX0001', Mode.ENTRUSTED, TOWNSHIP, TOWNSHIP)
    check_no_subdelegation([county_own, entrusted])
    with pytest.raises(BadGrant, match='不得转委托'):
        check_no_subdelegation([county_own, entrusted, further])


def test_power_over_one_matter_does_not_allow_entrusting_another() -> None:
    own = ('M', 'TJXZ0001', Mode.OWN, COUNTY, '')
    with pytest.raises(BadGrant):
        check_no_subdelegation([own, ('N', 'TJNS0001', Mode.ENTRUSTED, COUNTY, COUNTY)])


@pytest.mark.parametrize('steps', [[], [14], [10, 4], [0, 14]])
def test_steps_sum_to_the_promise(steps: list[int]) -> None:
    check_steps(matter='M', promised_days=14, steps=steps)


@pytest.mark.parametrize('steps', [[10, 5], [13], [15, -1]])
def test_near_miss_steps_that_do_not_sum_are_refused(steps: list[int]) -> None:
    with pytest.raises(StepsDoNotSum, match='应等于承诺时限 14'):
        check_steps(matter='M', promised_days=14, steps=steps)
