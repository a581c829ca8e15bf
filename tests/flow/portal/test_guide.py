"""办事指南 for everybody: found by everyday words, with its ten fields, and with the way from one's own village."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from govhall.catalogue.models import Grant, Guide, Matter
from tenants.selectors import points_of
from tests.builders.screen import text
from tests.builders.world import COUNTY, DISABLED, HYGIENE, PROVINCE, TOWNSHIP, World

FIELDS = ('事项名称', '实施机关', '法定依据', '申请条件', '申报材料')
FIELDS += ('办理程序', '办理时限', '办理职责', '收费依据和标准', '联系方式')
HAZARD = '512000144000'


@pytest.fixture
def anybody(world: World) -> Client:
    return Client()


def test_a_matter_is_found_by_everyday_words_from_the_first_page(anybody: Client) -> None:
    assert 'href="/guide/"' in anybody.get('/').content.decode()
    matter = Matter.objects.get(code=HYGIENE)
    found = anybody.get('/guide/', {'words': matter.everyday_words[0]})
    assert f'href="/guide/{HYGIENE}/"' in found.content.decode()
    assert '没有找到“月球”' in text(anybody.get('/guide/', {'words': '月球'}))


def test_the_ten_public_fields_of_a_hall_stand_on_its_page(anybody: Client) -> None:
    page = text(anybody.get(f'/guide/{HYGIENE}/', {'hall': COUNTY}))
    guide = Guide.objects.filter(matter_code=HYGIENE, hall_kind='county').first()
    assert guide is not None
    for word in (*FIELDS, guide.phone, guide.window, '四级四同', '打印这一页'):
        assert word in page, word


def test_my_village_is_found_by_its_name_and_told_where_to_hand_in_and_why(world: World, anybody: Client) -> None:
    point = points_of(world.hall(TOWNSHIP))[0]
    listed = anybody.get(f'/guide/{DISABLED}/', {'place': f'诺水河 {point.name[:2]}'}).content.decode()
    assert f'?hall={TOWNSHIP}&amp;area={point.code}' in listed
    page = text(anybody.get(f'/guide/{DISABLED}/', {'hall': TOWNSHIP, 'area': point.code}))
    for said in (
        f'到{world.hall(TOWNSHIP).name}交材料',
        '通江县政务服务中心决定',
        '村（社区）协办',
        '经过哪里，为什么',
    ):
        assert said in page, said
    direct = text(anybody.get(f'/guide/{HAZARD}/', {'hall': TOWNSHIP, 'area': point.code}))
    assert '就在村里的便民服务点办，当场办好' in direct
    assert '就在村里' not in text(anybody.get(f'/guide/{HAZARD}/', {'hall': TOWNSHIP}))  # near miss: at the town


def test_a_hall_that_does_not_do_it_says_so_and_where_it_is_done(anybody: Client) -> None:
    Grant.objects.filter(matter_code=HYGIENE, hall_code=TOWNSHIP).update(valid_to=timezone.now())
    page = text(anybody.get(f'/guide/{HYGIENE}/', {'hall': TOWNSHIP}))
    assert ('这个大厅不办这件事' in page, '通江县政务服务中心' in page) == (True, True)


def test_where_nobody_is_known_to_decide_the_reader_is_sent_to_another_place(anybody: Client) -> None:
    page = text(anybody.get(f'/guide/{HYGIENE}/', {'hall': PROVINCE}))
    assert ('换一个地方”，选您所在的乡镇或县' in page, '目录管理员' in page) == (True, False)


def test_what_is_unknown_or_repealed_is_not_found(anybody: Client) -> None:
    assert anybody.get('/guide/000000000000/').status_code == 404
    assert anybody.get(f'/guide/{HYGIENE}/', {'hall': 'XXXX0000'}).status_code == 404
    Matter.objects.filter(code=HYGIENE).update(valid_to=timezone.now() - timedelta(days=1))
    assert anybody.get(f'/guide/{HYGIENE}/').status_code == 404
    assert f'/guide/{HYGIENE}/' not in anybody.get('/guide/').content.decode()


def test_a_village_of_another_hall_is_not_taken_for_one_of_this(world: World, anybody: Client) -> None:
    strange = points_of(world.hall('PCSM0001'))
    area = strange[0].code if strange else '511923999999'
    page = text(anybody.get(f'/guide/{DISABLED}/', {'hall': TOWNSHIP, 'area': area}))
    assert '村（社区）协办' not in page


def test_anybody_may_read_and_nobody_may_post(anybody: Client) -> None:
    assert anybody.post('/guide/').status_code == 405
    assert anybody.get(f'/guide/{HYGIENE}/', {'hall': TOWNSHIP}).headers['Cache-Control'] == 'public, max-age=60'
