import csv
from itertools import product

import pytest

from govhall.kernel.divisions import DIVISIONS
from govhall.kernel.masking import mask_id_number, mask_name, mask_organisation, mask_phone
from tests.architecture.sources import ROOT


@pytest.mark.parametrize(('name', 'shown'), [('张小明', '张**'), ('张明', '张*'), ('张', '*'), ('', '')])
def test_only_the_first_character_of_a_name_is_shown(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ('name', 'shown'),
    [
        ('通江县巴山茶业有限公司', '通江县****有限公司'),
        ('巴山茶业有限公司', '****有限公司'),
        ('张三茶业有限责任公司', '****有限责任公司'),
        ('张三五金店', '****店'),
        ('通江县张三五金店', '通江县****店'),
        ('王村五金店', '****店'),
        ('通江县诺江镇王小明', '通江县******'),
        ('通江县李四', '通江县**'),
        ('个体工商户王小明', '********'),
        ('张三市场经营部', '****经营部'),
        ('安宁市场经营部', '****经营部'),
        ('安宁市五金经营部', '安宁市**经营部'),
        ('王小村农家乐店', '******店'),
        ('通江县王建厂', '通江县***'),
        ('王商商店', '****'),
        ('四川省巴中市通江县春在民宿有限公司', '四川省巴中市通江县****有限公司'),
        ('巴山茶业合伙企业（有限合伙）', '****合伙企业（有限合伙）'),
        ('通江县中学', '通江县中学'),
        ('李四店', '***'),
        ('李四', '**'),
    ],
)
def test_place_and_legal_form_of_an_organisation_are_shown(name: str, shown: str) -> None:
    assert mask_organisation(name) == shown


SURNAMES = '王李张陈高安平江通巴'
GIVEN = ('明', '小明', '小村', '建厂', '建社', '海市', '平', '宁', '宁县')
AROUND = ('', '通江县', '四川省巴中市通江县', '通江县诺江镇', '个体工商户', '巴山茶业')
BEHIND = (
    '',
    '市场经营部',
    '区域物流有限公司',
    '五金店',
    '商行',
    '农家乐店',
    '茶业专业合作社',
    '（个体工商户）',
    '村委会',
)


@pytest.mark.parametrize('given', GIVEN)
def test_a_persons_name_survives_nowhere_in_an_organisation(given: str) -> None:
    for surname, before, behind in product(SURNAMES, AROUND, BEHIND):
        name = surname + given
        whole = before + name + behind
        shown = mask_organisation(whole)
        assert len(shown) == len(whole)
        assert set(shown[len(before) : len(before) + len(name)]) == {'*'}, (whole, shown)


def test_divisions_are_those_of_the_area_table() -> None:
    with (ROOT / 'tenants' / 'data' / 'areas.csv').open(encoding='utf-8') as lines:
        known = {row['name'] for row in csv.DictReader(lines) if row['level'] in {'province', 'city', 'county'}}
    assert known == DIVISIONS


def test_identity_number_shows_first_three_and_last_four() -> None:
    assert mask_id_number('511921199003070018') == '511***********0018'


def test_telephone_number_shows_first_three_and_last_four() -> None:
    assert mask_phone('13812341234') == '138****1234'


@pytest.mark.parametrize('text', ['', '1', '1234567'])
def test_short_number_is_hidden_whole(text: str) -> None:
    assert mask_phone(text) == mask_id_number(text) == '*' * len(text)
