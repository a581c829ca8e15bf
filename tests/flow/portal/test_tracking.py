"""A villager asks how their case stands."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as Away

from federation.directory.models import HallEntry
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.review import review_case
from govhall.casework.models import Case
from govhall.kernel.kept import forget
from govhall.portal.attempts import TRACK, UNKNOWN_PAPERS
from tenants import throttle
from tenants.context import hall_context
from tenants.models import Hall
from tests.builders.desk import Desk
from tests.builders.screen import text
from tests.builders.world import BIRTH, COUNTY, HOMESTEAD, HYGIENE, TOWNSHIP, World, paper_codes


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Guesses of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


def ask(number: str, word: str, *, address: str = '127.0.0.1') -> tuple[int, str]:
    answer = Client(REMOTE_ADDR=address).post('/track/', {'number': number, 'word': word})
    return answer.status_code, text(answer)


def test_the_answer_is_one_sentence_and_names_nobody(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    status, page = ask(f'{case.number[:8]} {case.number[8:]}'.lower(), case.query_word.lower())
    assert status == 200
    assert '您的材料已收下，通江县诺水河镇便民服务中心正在核对' in page
    assert '张**' in page
    assert '张小明' not in page


def test_the_answer_follows_the_case_to_the_county(world: World) -> None:
    case = world.receive(TOWNSHIP, HYGIENE)
    with hall_context(world.hall(TOWNSHIP)):
        forward_case(uid=case.uid, version=1, actor=world.clerk(TOWNSHIP))
    world.carry()
    assert '通江县政务服务中心正在核对' in ask(case.number, case.query_word)[1]


def test_the_answer_says_which_papers_to_bring(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        missing = frozenset(paper_codes(BIRTH)[1:2])
        ask_for_correction(uid=case.uid, version=1, actor=world.clerk(TOWNSHIP), missing=missing)
    assert '请把这些材料送到通江县诺水河镇便民服务中心：四川省生育登记表。' in ask(case.number, case.query_word)[1]


def test_article_32_who_has_not_brought_everything_hears_what_is_missing(world: World) -> None:
    codes = paper_codes(BIRTH)
    case = world.receive(TOWNSHIP, BIRTH, papers=dict.fromkeys(codes[:1] + codes[2:], 'handed_in'))
    page = ask(case.number, case.query_word)[1]
    assert '还缺：四川省生育登记表。请尽快送到通江县诺水河镇便民服务中心' in page
    assert '什么都不用做' not in page


def test_article_32_near_miss_who_has_brought_everything_has_nothing_to_do(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    assert '什么都不用做，无需再跑。' in ask(case.number, case.query_word)[1]


def steps(case: Case) -> dict[str, str]:
    """The stations of the answer: name to time, empty where there is none."""
    page = Client().post('/track/', {'number': case.number, 'word': case.query_word}).content.decode()
    stops = re.findall(r'<li class="\w+".*?</li>', page, re.S)
    names = [re.search(r'<strong>(.*?)</strong>', stop) for stop in stops]
    times = [re.search(r'datetime="(.*?)"', stop) for stop in stops]
    return {name[1]: when[1] if when else '' for name, when in zip(names, times, strict=True) if name}


def test_nobody_reviewed_at_a_time_that_is_shown(world: World) -> None:
    desk, case = Desk.of_chief(world, TOWNSHIP), world.receive(TOWNSHIP, BIRTH)
    desk.do(decide_on_the_spot, case.uid)
    assert list(steps(case)) == ['收件', '受理', '决定', '送达']


def test_a_review_has_the_time_at_which_it_was_signed(world: World) -> None:
    desk, case = Desk.of_chief(world, TOWNSHIP), world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(review_case, case.uid, opinion='情况属实')
    desk.do(decide_case, case.uid, approve=True)
    signed = desk.case(case.uid).opinions[0].at
    shown = steps(case)
    assert datetime.fromisoformat(shown['审查']) == signed
    assert '已准予许可，等您领取结果' in ask(case.number, case.query_word)[1]


def test_a_result_that_has_expired_says_so(world: World) -> None:
    desk, case = Desk.of_chief(world, TOWNSHIP), world.receive(TOWNSHIP, HOMESTEAD)
    desk.do(accept_case, case.uid)
    desk.do(decide_case, case.uid, approve=True, valid_until=timezone.localdate() + timedelta(days=1))
    assert '有效期已经过了' not in ask(case.number, case.query_word)[1]
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert '有效期已经过了' in ask(case.number, case.query_word)[1]


def test_a_wrong_word_and_an_unknown_number_get_the_same_answer(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    wrong = ask(case.number, '222222')
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=case.uid).update(number='X')
    assert wrong == ask(case.number, '222222')
    assert (wrong[0], '编号或查询码不对' in wrong[1]) == (422, True)


def test_a_case_that_came_from_elsewhere_is_not_answered_by_an_empty_word(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=case.uid).update(query_word='')
    assert ask(case.number, '------')[0] == 422


def test_after_five_wrong_words_an_address_waits_for_that_number_and_nobody_else_does(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    assert [ask(case.number, '222222')[0] for _ in range(6)] == [422] * 5 + [429]
    status, page = ask(case.number, case.query_word)
    assert (status, '一刻钟后再查' in page) == (429, True)
    other = world.receive(COUNTY, HYGIENE)
    assert ask(other.number, other.query_word)[0] == 200
    assert ask(case.number, case.query_word, address='198.51.100.7')[0] == 200


def test_wrong_words_from_many_addresses_leave_the_owner_alone(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    answers = [ask(case.number, '222222', address=f'203.0.113.{n}')[0] for n in range(15) for _ in range(6)]
    # Ten addresses have their five; from then on the number is guessed at, and each address has two in a day.
    assert answers.count(422) == TRACK.of_thing + 5 * TRACK.when_guessed
    assert ask(case.number, case.query_word, address='198.51.100.7')[0] == 200
    mistyped = [ask(case.number, 'ZZZZZZ', address='198.51.100.8')[0] for _ in range(3)]
    assert mistyped == [422, 422, 429]


def test_the_right_word_lets_earlier_slips_be_forgotten(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    for _ in range(3):
        assert [ask(case.number, '222222')[0] for _ in range(4)] == [422] * 4
        assert ask(case.number, case.query_word)[0] == 200


def test_an_address_that_guesses_at_many_numbers_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr('govhall.portal.views.TRACK', replace(TRACK, of_asker=10))
    cases = [world.receive(TOWNSHIP, BIRTH) for _ in range(3)]
    assert [ask(case.number, '222222')[0] for case in cases[:2] for _ in range(5)] == [422] * 10
    assert ask(cases[2].number, cases[2].query_word)[0] == 429
    assert ask(cases[2].number, cases[2].query_word, address='198.51.100.7')[0] == 200


@pytest.mark.parametrize('slip', ['ABC', '12345O', '查询码', '2222222'])
def test_what_can_be_no_word_is_a_slip_and_not_counted(world: World, slip: str) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    assert {ask(case.number, slip)[0] for _ in range(7)} == {422}
    assert ask(case.number, case.query_word)[0] == 200


def test_wrong_codes_of_papers_do_not_close_the_way_to_a_case(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    for n in range(UNKNOWN_PAPERS + 5):
        Client().post('/verify/', {'code': f'{TOWNSHIP}{n:016d}'})
    assert ask(case.number, case.query_word)[0] == 200


def test_a_form_of_another_site_counts_nothing(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    browser = Client(enforce_csrf_checks=True)
    key = {'number': case.number, 'word': '222222'}
    assert {browser.post('/track/', key).status_code for _ in range(8)} == {403}
    assert ask(case.number, case.query_word)[0] == 200


def test_while_nobody_can_count_together_the_page_answers_and_counts_for_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise Away

    for name in ('get_many', 'add', 'incr', 'delete'):
        monkeypatch.setattr(throttle.cache, name, away)
    monkeypatch.setattr(throttle, '_away_until', 0.0)
    case = world.receive(TOWNSHIP, BIRTH)
    assert ask(case.number, case.query_word)[0] == 200
    assert [ask(case.number, '222222')[0] for _ in range(6)] == [422] * 5 + [429]


def test_a_case_of_another_cell_is_answered_by_whom_to_ask(world: World) -> None:
    case = world.receive(COUNTY, HYGIENE)
    # As if the county were in another cell: known from the directory only.
    Hall.objects.filter(code=COUNTY).update(code='ZZZZ9999')
    HallEntry.objects.filter(code=COUNTY).update(cell='elsewhere')
    forget()
    try:
        status, page = ask(case.number, case.query_word)
    finally:
        forget()
    assert status == 422
    assert '这件事是在通江县政务服务中心收的件' in page


def test_neither_number_nor_word_is_ever_part_of_an_address(world: World) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    answer = Client().get('/track/', {'number': case.number, 'word': case.query_word})
    assert '正在核对' not in text(answer)
    assert settings.SECURE_REFERRER_POLICY == 'same-origin'
