"""What stands on each paper, and under which number: the law's words, one near miss a rule."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govhall.casework.rules.transitions import table
from govhall.catalogue.organs import OrganKind
from govhall.documents.rules import papers
from govhall.documents.rules.content import Content, Facts
from govhall.documents.rules.papers import (
    KINDS,
    ReconsiderationFacts,
    book_name,
    number_of,
    place_of,
    review_organ,
    title_of,
)
from govhall.documents.rules.wording import compose

REMEDIES = ('六十日内', '行政复议', '六个月内', '行政诉讼')


def facts(code: str, **changes: Any) -> Facts:
    """The facts of a licence case."""
    values: dict[str, Any] = {
        'code': code,
        'number': '通江林业局准〔2026〕第000123号',
        'organ': '通江县林业局',
        'hall': '通江县诺水河镇便民服务中心',
        'on': date(2026, 11, 4),
        'matter': '林木采伐许可证核发',
        'task_type': '01',
        'basis': '《中华人民共和国森林法》第五十六条',
        'applicant': '张小明',
        'id_shown': '110***********002X',
        'case': 'TJNS00012611240000014',
        'received_on': date(2026, 11, 2),
        'handler': '王办事',
        'query_word': 'A7K2MP',
        'due': date(2026, 11, 13),
        'promised_days': 7,
        'papers': (('采伐申请表', '已收'), ('权属证书', '未交（必交）')),
        'missing': ('权属证书', '设计文件'),
        'reason': '林地在保护区核心区',
        'review_organ': '通江县人民政府',
        'procedure': '专家评审',
        'days': 15,
        'delivered': ('准予行政许可决定书（某〔2026〕第000001号）',),
        'until': date(2026, 11, 13),
        'held_on': date(2026, 12, 3),
        'hour': '09:30',
        'place': '三楼听证室',
        'host': '刘法制',
    }
    return Facts(**(values | changes))


def text(content: Content) -> str:
    """Everything that a reader of the paper reads."""
    letter = [content.title, content.addressee, *content.paragraphs, *content.items, *content.closing]
    return '\n'.join(letter + [part for row in content.rows for part in row])


@pytest.mark.parametrize(
    ('code', 'says'),
    [
        ('01', ('TJNS00012611240000014', 'A7K2MP', '采伐申请表：已收', '权属证书：未交（必交）', '2026年11月13日前')),
        ('02', ('一次告知', '第三十二条第一款第四项', '权属证书', '设计文件', '不再要求')),
        ('03', ('不予受理', '林地在保护区核心区', '通江县人民政府', *REMEDIES)),
        ('04', ('予以受理', '7 个工作日', '2026年11月13日前', 'A7K2MP')),
        ('05', ('权属证书', '2026年11月4日')),
        ('07', ('不予行政许可', '林地在保护区核心区', '第三十八条第二款', '通江县人民政府', *REMEDIES)),
        ('08', ('专家评审', '15 个工作日', '第四十五条', '不计算在办理期限内')),
        ('09', ('准予行政许可决定书', '王办事', '2026年11月4日')),
        ('A1', ('准予行政许可', '第三十八条第一款', '《中华人民共和国森林法》第五十六条')),
        ('A2', ('延长 15 个工作日', '负责人批准', '林地在保护区核心区', '第四十二条第一款')),
        ('A3', ('撤回', '可以重新申请')),
        ('A4', ('要求听证', '第四十七条', '2026年11月13日前', '不收取费用')),
        ('A5', ('2026年12月3日09:30在三楼听证室举行听证', '第四十八条', '刘法制', '申请回避')),
        ('A7', ('终止办理', '林地在保护区核心区', '可以重新申请', *REMEDIES)),
        ('A9', ('予以撤销', '第六十九条', '林地在保护区核心区', '不再有效', '交回', *REMEDIES)),
        ('B1', ('不予撤销', '继续有效', '林地在保护区核心区')),
        ('A6', ('原因', '不用重新提交')),
    ],
)
def test_each_paper_says_what_the_law_asks_of_it(code: str, says: tuple[str, ...]) -> None:
    shown = text(compose(facts(code)))
    assert [say for say in says if say not in shown] == []


@pytest.mark.parametrize('code', sorted(KINDS.keys() - {'03', '07', 'A7', 'A9'}))
def test_only_what_burdens_the_applicant_names_remedies(code: str) -> None:
    assert '行政诉讼' not in text(compose(facts(code)))


def test_a_cancellation_says_that_nothing_is_left_and_grants_no_new_licence() -> None:
    shown = text(compose(facts('A1', ends_first=True, first='TJNS00012411240000014')))
    assert '第七十条' in shown and 'TJNS00012411240000014' in shown and '不再有效' in shown
    assert '颁发' not in shown


def test_jointly_the_head_of_the_government_extends() -> None:
    joint = text(compose(facts('A2', joint=True)))
    assert ('第四十二条第二款' in joint, '本级人民政府负责人批准' in joint) == (True, True)
    assert '本级人民政府' not in text(compose(facts('A2')))


def test_missing_papers_are_brought_to_where_the_applicant_was() -> None:
    assert '交到诺水河镇便民服务中心。' in text(
        compose(facts('02', hall='通江县政务服务中心', counter='诺水河镇便民服务中心'))
    )


def test_another_organ_is_named_only_where_it_is_competent() -> None:
    assert '向有权机关四川省林业和草原局提出' in text(compose(facts('03', competent='四川省林业和草原局')))
    assert '有权机关' not in text(compose(facts('03')))


def test_deemed_acceptance_says_that_nobody_answered_in_time() -> None:
    deemed = text(compose(facts('04', deemed=True)))
    assert '五个工作日内未告知' in deemed
    assert '申请材料齐全' not in deemed


def test_a_paper_without_a_query_word_shows_none() -> None:
    assert '查询码' not in text(compose(facts('04', query_word='')))


def test_what_is_no_licence_is_not_called_one() -> None:
    paper = compose(facts('A1', task_type='20', basis='《四川省生育登记服务管理办法》'))
    assert paper.title == '准予办理决定书'
    assert '许可' not in text(paper).replace('林木采伐许可证核发', '')
    assert '《四川省生育登记服务管理办法》' in text(paper)


def test_every_document_of_the_table_has_a_kind_and_every_kind_its_own_word() -> None:
    named = {rule.document for rule in table().values() if rule.document} - {'代办委托单'}
    assert named <= KINDS.keys()
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize(
    ('area', 'organ', 'expected'),
    [
        ('通江县', '林业局', '通江林业局准'),
        ('四川省', '省林草局', '四川林草局准'),
        ('巴中市', '市政务局', '巴中政务局准'),
        ('通江县', '市场监管局', '通江市场监管局准'),
        ('巴中市', '市市场监管局', '巴中市场监管局准'),
        ('阆中市', '市场监管局', '阆中市场监管局准'),
        ('北川羌族自治县', '林业局', '北川羌族林业局准'),
        ('达县', '林业局', '达县林业局准'),
        ('', '林业局', '林业局准'),
    ],
)
def test_numbers_begin_with_the_area_and_the_organ(area: str, organ: str, expected: str) -> None:
    assert book_name(area=area, organ=organ, code=papers.APPROVAL) == expected


def test_a_number_has_the_brackets_of_official_papers() -> None:
    assert number_of(book='通江林业局准', year=2026, serial=123) == '通江林业局准〔2026〕第000123号'


def test_titles_are_known_for_every_kind() -> None:
    assert all(title_of(code, task) for code in KINDS for task in ('01', '20'))


TOWN, COUNTY, CITY, PROVINCE = 'township', 'county', 'city', 'province'
IN_COUNTY, IN_TOWN = ('通江县', COUNTY, '巴中市'), ('通江县', TOWN, '通江县')


@pytest.mark.parametrize(
    ('kind', 'place', 'superior', 'expected'),
    [
        (OrganKind.DEPARTMENT, IN_COUNTY, '', '通江县人民政府'),
        (OrganKind.DEPARTMENT, ('四川省', PROVINCE, ''), '', '四川省人民政府'),
        (OrganKind.DEPARTMENT, ('', '', ''), '', '本级人民政府'),
        (OrganKind.AUTHORISED, IN_COUNTY, '', '通江县人民政府'),
        (OrganKind.GOVERNMENT, IN_TOWN, '', '通江县人民政府'),
        (OrganKind.GOVERNMENT, IN_COUNTY, '', '巴中市人民政府'),
        (OrganKind.GOVERNMENT, ('四川省', PROVINCE, ''), '', '四川省人民政府'),
        (OrganKind.OUTPOST, IN_TOWN, '', '通江县人民政府'),
        (OrganKind.BRANCH, IN_TOWN, '', '通江县人民政府'),
        (OrganKind.BRANCH, IN_COUNTY, '', '通江县人民政府'),
        (OrganKind.CITY_BRANCH, IN_COUNTY, '', '巴中市人民政府或者通江县人民政府'),
    ],
)
def test_reconsideration_law_24_a_government_reconsiders_what_its_organs_did(
    kind: OrganKind, place: tuple[str, str, str], superior: str, expected: str
) -> None:
    assert review_organ(ReconsiderationFacts(kind, *place, superior)) == expected


@pytest.mark.parametrize(
    ('superior', 'expected'),
    [('国家税务总局巴中市税务局', '国家税务总局巴中市税务局'), ('', '上一级主管部门')],
)
def test_reconsideration_law_27_vertical_organs_answer_to_the_organ_above(superior: str, expected: str) -> None:
    assert review_organ(ReconsiderationFacts(OrganKind.VERTICAL, *IN_COUNTY, superior)) == expected


def test_reconsideration_law_27_near_miss_a_name_alone_makes_no_vertical_organ() -> None:
    assert review_organ(ReconsiderationFacts(OrganKind.DEPARTMENT, *IN_COUNTY, '巴中市林业局')) == '通江县人民政府'


def test_reconsideration_law_28_of_a_justice_bureau_one_complains_to_either() -> None:
    said = review_organ(ReconsiderationFacts(OrganKind.JUSTICE, *IN_COUNTY, '巴中市司法局'))
    assert said == '通江县人民政府或者巴中市司法局'


# B2 is put up in public and names nobody.
@given(
    code=st.sampled_from(sorted(KINDS.keys() - {'B2'})),
    name=st.text(min_size=1, max_size=30),
    reason=st.text(max_size=50),
)
def test_any_words_make_a_paper_that_is_stored_and_read_back_the_same(code: str, name: str, reason: str) -> None:
    made = compose(facts(code, applicant=name, reason=reason))
    assert msgspec.convert(msgspec.to_builtins(made), Content) == made
    assert name in text(made)


@given(st.integers(2000, 2999), st.integers(1, 99_999_999), st.sampled_from(['通江林业局准', '通江第一〔新〕中心收']))
def test_a_number_tells_its_place_in_its_book(year: int, serial: int, book: str) -> None:
    assert place_of(number_of(book=book, year=year, serial=serial)) == (year, serial)
