"""Every act rests on a live grant of the hall and, for review and decision, a live letter of the person."""

from datetime import datetime
from typing import Any

import pytest

from govhall.catalogue.authority import require
from govhall.catalogue.refusals import NoAuthorisation, NoGrant, UnknownMatter
from govhall.catalogue.rules import Mode, PersonalPower, Power
from govhall.catalogue.services import revoke
from tests.flow.catalogue.world import (
    BUREAU,
    COUNTY_HALL,
    LONG_AGO,
    MATTER,
    NOW,
    OLD_WANG,
    SECOND,
    TOWN,
    TOWNSHIP_HALL,
    enter_matter,
    enter_organs,
    give,
    letter,
)

pytestmark = pytest.mark.usefixtures('empty_catalogue')


@pytest.fixture(autouse=True)
def _catalogue(empty_catalogue: None) -> None:
    enter_organs()
    enter_matter()


def ask(power: Power, *, person: int | None = OLD_WANG, at: datetime = NOW, hall: str = TOWNSHIP_HALL) -> Any:
    return require(matter=MATTER, hall=hall, power=power, at=at, person_id=person)


@pytest.mark.parametrize('mode', list(Mode))
@pytest.mark.parametrize('power', list(Power))
def test_hall_may_do_what_its_mode_gives_and_nothing_else(mode: Mode, power: Power) -> None:
    grant = give(mode)
    letter(PersonalPower.SUBMIT, PersonalPower.DECIDE)
    if power in mode.powers:
        assert ask(power).grant_id == grant
    else:
        with pytest.raises(NoGrant):
            ask(power)


@pytest.mark.parametrize(
    ('mode', 'organ', 'name'),
    [
        (Mode.OWN, BUREAU, '通江县市场监督管理局'),
        (Mode.ENTRUSTED, BUREAU, '通江县市场监督管理局'),
        (Mode.DELEGATED, TOWN, '通江县诺水河镇人民政府'),
    ],
)
def test_decision_carries_the_name_that_its_mode_demands(mode: Mode, organ: str, name: str) -> None:
    grant, authorisation = give(mode), letter(PersonalPower.DECIDE)
    relied = ask(Power.DECIDE)
    assert relied.as_dict() == {
        'grant_id': str(grant),
        'authorisation_id': str(authorisation),
        'mode': mode.value,
        'organ_code': organ,
        'organ_name': name,
    }


def test_grant_that_ended_one_second_ago_refuses() -> None:
    give(Mode.OWN, valid_to=NOW)
    letter(PersonalPower.DECIDE)
    assert ask(Power.DECIDE, at=NOW - SECOND).mode is Mode.OWN
    for at in (NOW, NOW + SECOND):
        with pytest.raises(NoGrant) as refusal:
            ask(Power.DECIDE, at=at)
    assert refusal.value.code == 'NO_GRANT'
    assert '决定权' in str(refusal.value)


def test_grant_that_begins_in_one_second_refuses() -> None:
    give(Mode.OWN, valid_from=NOW + SECOND)
    with pytest.raises(NoGrant):
        ask(Power.RECEIVE)
    assert ask(Power.RECEIVE, at=NOW + SECOND).mode is Mode.OWN


def test_grant_of_another_hall_gives_nothing() -> None:
    give(Mode.OWN, hall=COUNTY_HALL)
    with pytest.raises(NoGrant):
        ask(Power.RECEIVE)


def test_unknown_and_repealed_matters_are_named_so() -> None:
    give(Mode.OWN)
    give(Mode.OWN, matter='999999999999')
    with pytest.raises(UnknownMatter):
        require(matter='999999999999', hall=TOWNSHIP_HALL, power=Power.RECEIVE, at=NOW)
    enter_matter(version=2, valid_to=NOW)
    with pytest.raises(UnknownMatter):
        ask(Power.RECEIVE)
    assert ask(Power.RECEIVE, at=NOW - SECOND).mode is Mode.OWN


def test_strongest_of_several_grants_is_relied_on() -> None:
    give(Mode.RECEIPT)
    own = give(Mode.OWN)
    assert ask(Power.RECEIVE).grant_id == own


def test_receiving_and_accepting_need_no_letter() -> None:
    give(Mode.OWN)
    assert ask(Power.RECEIVE, person=None).authorisation_id is None
    assert ask(Power.ACCEPT).authorisation_id is None


@pytest.mark.parametrize('power', [Power.REVIEW, Power.DECIDE])
def test_reviewing_and_deciding_need_a_letter(power: Power) -> None:
    give(Mode.OWN)
    for person in (OLD_WANG, None):
        with pytest.raises(NoAuthorisation) as refusal:
            ask(power, person=person)
    assert refusal.value.code == 'NO_AUTHORISATION'


def test_letter_for_submitting_does_not_decide_and_the_other_way_round() -> None:
    give(Mode.OWN)
    submit = letter(PersonalPower.SUBMIT, PersonalPower.SEAL)
    assert ask(Power.REVIEW).authorisation_id == submit
    with pytest.raises(NoAuthorisation):
        ask(Power.DECIDE)
    decide = letter(PersonalPower.DECIDE)
    assert ask(Power.DECIDE).authorisation_id == decide
    assert ask(Power.REVIEW).authorisation_id == submit


def test_letter_counts_for_its_person_hall_and_matters_only() -> None:
    give(Mode.OWN)
    give(Mode.OWN, hall=COUNTY_HALL)
    letter(PersonalPower.DECIDE, hall=COUNTY_HALL)
    letter(PersonalPower.DECIDE, matters=['510100108000'])
    for person in (OLD_WANG, OLD_WANG + 1):
        with pytest.raises(NoAuthorisation):
            ask(Power.DECIDE, person=person)
    named = letter(PersonalPower.DECIDE, matters=['510100108000', MATTER])
    assert ask(Power.DECIDE).authorisation_id == named


def test_letter_counts_from_its_first_second_until_its_last() -> None:
    give(Mode.OWN)
    letter(PersonalPower.DECIDE, valid_from=NOW, valid_to=NOW + SECOND)
    assert ask(Power.DECIDE, at=NOW).authorisation_id
    for at in (NOW - SECOND, NOW + SECOND):
        with pytest.raises(NoAuthorisation):
            ask(Power.DECIDE, at=at)


def test_revoked_letter_refuses_at_once_and_what_was_done_before_stays_good() -> None:
    give(Mode.OWN)
    authorisation = letter(PersonalPower.DECIDE)
    revoke(authorisation_id=authorisation, at=NOW)
    with pytest.raises(NoAuthorisation):
        ask(Power.DECIDE, at=NOW)
    assert ask(Power.DECIDE, at=NOW - SECOND).authorisation_id == authorisation


def test_letter_gives_nothing_that_the_hall_does_not_have() -> None:
    give(Mode.RECEIPT)
    letter(PersonalPower.DECIDE)
    with pytest.raises(NoGrant):
        ask(Power.DECIDE)


def test_an_answer_costs_one_query(django_assert_num_queries: Any) -> None:
    give(Mode.OWN, valid_from=LONG_AGO)
    letter(PersonalPower.DECIDE)
    with django_assert_num_queries(1):
        ask(Power.DECIDE)
    with django_assert_num_queries(1):
        ask(Power.RECEIVE)
    with django_assert_num_queries(2), pytest.raises(NoGrant):
        ask(Power.RECEIVE, hall=COUNTY_HALL)
