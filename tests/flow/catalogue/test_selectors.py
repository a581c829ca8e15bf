"""What counters, cases and public pages read of the catalogue."""

import pytest

from federation.contracts.catalogue import Fee, GuideEntered, Material
from govhall.catalogue.entries import store
from govhall.catalogue.guides import public_guide
from govhall.catalogue.models import Matter
from govhall.catalogue.refusals import NoGrant, NoGuide, UnknownMatter
from govhall.catalogue.rules import CaseType, Mode, Power
from govhall.catalogue.selectors import (
    has_power,
    matter,
    matters_for,
    may_take,
    point_may_receive,
    search_matters,
)
from tests.flow.catalogue.world import (
    COUNTY_HALL,
    MATTER,
    NOW,
    SECOND,
    TOWNSHIP_HALL,
    enter_halls,
    enter_matter,
    enter_organs,
    give,
)

pytestmark = pytest.mark.usefixtures('empty_catalogue')
HEALTH = '510100108000'


@pytest.fixture(autouse=True)
def _catalogue(empty_catalogue: None) -> None:
    enter_organs()
    enter_matter()
    enter_matter(code=HEALTH, name='公共场所卫生许可')


def test_matter_is_read_with_typed_materials_and_fees() -> None:
    Matter.objects.filter(code=MATTER).update(
        fees=[{'name': '工本费', 'amount': '10.50', 'basis': '发改价格〔2016〕1号', 'reducible': True}],
        materials=[
            {'code': 'a', 'name': '申请书', 'required': True, 'form': '原件', 'copies': 1, 'source': '申请人填写'}
        ],
    )
    info = matter(MATTER)
    assert [type(fee) for fee in info.fees] == [Fee]
    assert str(info.fees[0].amount) == '10.50'
    assert [type(material) for material in info.materials] == [Material]
    assert (info.case_type, info.promised_days, info.is_instant) == (CaseType.PROMISED, 5, False)


def test_repealed_matter_is_still_read_and_an_unknown_one_refused() -> None:
    enter_matter(version=2, valid_to=NOW)
    assert matter(MATTER).version == 2
    with pytest.raises(UnknownMatter) as refusal:
        matter('000000000000')
    assert refusal.value.code == 'UNKNOWN_MATTER'


def test_hall_sees_the_matters_it_has_a_live_grant_for() -> None:
    give(Mode.RECEIPT)
    give(Mode.OWN, matter=HEALTH, valid_to=NOW)
    give(Mode.OWN, matter=HEALTH, hall=COUNTY_HALL)
    assert [info.code for info in matters_for(TOWNSHIP_HALL, at=NOW)] == [MATTER]
    assert [info.code for info in matters_for(TOWNSHIP_HALL, at=NOW - SECOND)] == [MATTER, HEALTH]


@pytest.mark.parametrize(
    ('words', 'found'),
    [
        ('', [MATTER, HEALTH]),
        ('许可', [MATTER, HEALTH]),
        ('食品', [MATTER]),
        ('SPJY', [MATTER]),
        ('开餐馆 食品', [MATTER]),
        ('公共场所 食品', []),
        ('公共场所 许可', [HEALTH]),
        (HEALTH, [HEALTH]),
        ('养老', []),
    ],
)
def test_counter_finds_matters_by_everyday_words(words: str, found: list[str]) -> None:
    give(Mode.RECEIPT)
    give(Mode.RECEIPT, matter=HEALTH)
    assert [info.code for info in search_matters(TOWNSHIP_HALL, words, at=NOW)] == found


def test_better_match_comes_first() -> None:
    give(Mode.RECEIPT)
    give(Mode.RECEIPT, matter=HEALTH)
    enter_matter(code=MATTER, name='大型公共场所卫生许可', version=2)
    assert [info.code for info in search_matters(TOWNSHIP_HALL, '公共场所', at=NOW)] == [HEALTH, MATTER]


def test_hall_may_take_a_case_with_any_live_grant() -> None:
    assert not may_take(MATTER, TOWNSHIP_HALL, NOW)
    give(Mode.RECEIPT, valid_to=NOW + SECOND)
    assert may_take(MATTER, TOWNSHIP_HALL, NOW)
    assert not has_power(MATTER, TOWNSHIP_HALL, Power.ACCEPT, NOW)
    assert not may_take(MATTER, TOWNSHIP_HALL, NOW + SECOND)
    assert not may_take(MATTER, COUNTY_HALL, NOW)


def test_points_receive_only_where_the_grant_says_so() -> None:
    give(Mode.RECEIPT)
    assert not point_may_receive(MATTER, TOWNSHIP_HALL, NOW)
    give(Mode.RECEIPT, matter=HEALTH, point_receipt=True, valid_to=NOW + SECOND)
    assert point_may_receive(HEALTH, TOWNSHIP_HALL, NOW)
    assert not point_may_receive(HEALTH, TOWNSHIP_HALL, NOW + SECOND)


def write_guide(window: str, *, hall: str = '', kind: str = '') -> None:
    store(
        GuideEntered(
            matter=MATTER,
            hall=hall,
            kind=kind,
            conditions='有场所',
            procedure='代收',
            duties='代收材料',
            window=window,
            phone='12345',
            hours='工作日',
            version=1,
        )
    )


def test_guide_of_the_hall_goes_before_the_guide_of_its_kind() -> None:
    enter_halls()
    give(Mode.RECEIPT)
    with pytest.raises(NoGuide):
        public_guide(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW)
    write_guide('综合窗口', kind='township')
    assert public_guide(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW).contact == '综合窗口 12345（工作日）'
    write_guide('一号窗口', hall=TOWNSHIP_HALL)
    guide = public_guide(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW)
    assert guide.contact == '一号窗口 12345（工作日）'
    assert (guide.organ, guide.limits) == ('通江县市场监督管理局', '法定 10 个工作日，承诺 5 个工作日')


def test_hall_without_grant_publishes_no_guide() -> None:
    enter_halls()
    write_guide('综合窗口', kind='township')
    with pytest.raises(NoGrant):
        public_guide(matter=MATTER, hall=TOWNSHIP_HALL, at=NOW)
