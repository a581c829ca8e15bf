"""The player: it reads pages as a browser does and types only what a form has."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo.player.applicants import credit_code, resident_id
from deploy.demo.player.pages import NotOnPage
from deploy.demo.player.reading import read_page
from govhall.kernel.identity import check_credit_code, check_resident_id

CASE = """
<body><main id="case" data-number="TJNS0001" data-state="received" data-query-word="K7">
<script>var hidden = 'words';</script>
<p class="said error" role="alert"><svg><path d=""></svg>请先<b>勾选</b></p>
<form id="act-correction" action="correction/"><input type="hidden" name="version" value="3">
<input type="checkbox" name="missing" value="a" checked><input type="checkbox" name="missing" value="b">
<input type="radio" name="grade" value="1"><textarea name="text">
早先写的</textarea><select name="point"><option value="p1">一村</option>
<option value="p2" selected>二村</option></select>
<input name="off" value="x" disabled><button name="then" value="receive">收件</button></form>
<p>之后的话</p></main></body>
"""


def test_the_case_on_a_page_is_read_from_its_data_attributes() -> None:
    page = read_page('http://hall/', 200, CASE)
    assert page.case == {'number': 'TJNS0001', 'state': 'received', 'query-word': 'K7'}


def test_a_refusal_is_the_sentence_that_the_person_sees_and_nothing_after_it() -> None:
    page = read_page('http://hall/', 409, CASE)
    assert page.refusal == '请先 勾选'
    assert 'hidden' not in page.text
    assert '之后的话' in page.text


def test_a_form_sends_what_a_browser_would_send() -> None:
    form = read_page('http://hall/', 200, CASE).form('act-correction')
    assert form.filled({}) == {'version': ['3'], 'missing': ['a'], 'text': ['早先写的'], 'point': ['p2']}
    assert form.filled({'missing': ['b'], 'grade': '1'})['missing'] == ['b']
    assert form.buttons == [('then', 'receive')]


@pytest.mark.parametrize('typed', [{'reason': 'x'}, {'missing': ['c']}, {'grade': '6'}, {'off': 'y'}])
def test_nothing_can_be_typed_that_the_form_does_not_offer(typed: dict[str, str | list[str]]) -> None:
    form = read_page('http://hall/', 200, CASE).form('act-correction')
    with pytest.raises(NotOnPage):
        form.filled(typed)


@given(born=st.dates(date(1930, 1, 1), date(2008, 1, 1)))
def test_invented_resident_numbers_pass_the_check_of_the_product(born: date) -> None:
    number = resident_id('511921', born)
    assert check_resident_id(number, today=datetime.now(UTC).date()) == number


@given(county=st.sampled_from(['511921', '511923']))
def test_invented_credit_codes_pass_the_check_of_the_product(county: str) -> None:
    code = credit_code(county)
    assert check_credit_code(code) == code
