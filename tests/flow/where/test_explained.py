"""Where it is done: over the real catalogue, by place, applicant and amount; and what differs between the levels."""

from datetime import UTC, date, datetime

import pytest

from federation.directory.models import HallEntry
from govhall.catalogue.authority import require
from govhall.catalogue.conditions import BadFact
from govhall.catalogue.data_quality import data_quality_report
from govhall.catalogue.jurisdiction import NobodyThere, hall_for
from govhall.catalogue.models import CentreItem, Grant, Guide, Quarantined
from govhall.catalogue.refusals import NoGrant, UnknownMatter
from govhall.catalogue.rules import Power
from govhall.catalogue.services import retire_matter
from govhall.where.explained import RouteExplanation, explain_route
from tests.builders.world import BIRTH, COUNTY, HYGIENE, LOGGING, PLANTS, PROVINCE, SOCIAL, TOWNSHIP

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NUOSHUIHE, VILLAGE, TONGJIANG, SIMA = '511921113000', '511921113201', '511921000000', '511923108000'
RELIEF, CHEMICALS, PENSION, SUBSIDY = '510500116000', '510100134000', '512000113000', '512000142000'


def ask(matter: str, area: str = NUOSHUIHE, **facts: str) -> RouteExplanation:
    return explain_route(matter=matter, area=area, at=NOW, facts=facts)


def test_matter_of_the_township_is_received_and_decided_there() -> None:
    answer = ask(BIRTH)
    assert answer.received_at == answer.decided_by == '通江县诺水河镇便民服务中心'
    assert [step.duties for step in answer.steps] == ['收件、受理、决定']


def test_licence_of_the_county_is_received_below_and_the_reason_is_said() -> None:
    answer = ask(HYGIENE)
    assert (answer.received_at, answer.decided_by) == ('通江县诺水河镇便民服务中心', '通江县政务服务中心')
    assert '代收材料' in answer.steps[0].why


def test_matter_of_the_province_is_reviewed_by_the_county() -> None:
    answer = ask(PLANTS)
    assert answer.reviewed_at == ['通江县政务服务中心']
    assert answer.decided_by == '四川省政务服务中心'


def test_matter_of_a_branch_leads_to_the_branch() -> None:
    assert ask(SOCIAL).decided_by == '通江县政务服务中心社保分中心'


def test_matter_that_a_township_only_carries_is_received_at_the_county() -> None:
    answer = ask('510700138000')
    assert [step.duties for step in answer.steps] == ['只能代办', '收件、受理、决定']
    assert answer.received_at == '通江县政务服务中心'


@pytest.mark.parametrize(
    ('amount', 'decider', 'said'),
    [
        ('800', '通江县诺水河镇便民服务中心', '符合'),
        ('1000', '通江县诺水河镇便民服务中心', '符合'),
        ('1000.01', '通江县政务服务中心', '不符合'),
        ('', '通江县政务服务中心', '还没有填写'),
    ],
)
def test_small_relief_is_decided_in_the_township_in_the_countys_name(amount: str, decider: str, said: str) -> None:
    answer = ask(RELIEF, amount=amount)
    assert answer.decided_by == decider
    assert answer.conditional[0].startswith('金额不超过 1000 元的，由通江县诺水河镇便民服务中心决定')
    assert f'（{said}' in answer.conditional[0]
    bureau = Grant.objects.get(hall_code=COUNTY, matter_code=RELIEF).organ_code
    assert answer.in_name_of == bureau


def test_condition_of_one_county_is_not_another_countys() -> None:
    assert ask(RELIEF, SIMA, amount='800').decided_by == '平昌县政务服务中心'


def test_power_at_the_act_agrees_with_the_answer() -> None:
    asked = {'matter': RELIEF, 'hall': TOWNSHIP, 'power': Power.ACCEPT, 'at': NOW}
    assert require(**asked, facts={'amount': '800'}).mode == 'entrusted'  # type: ignore[arg-type]
    assert require(**asked).mode == 'review'  # type: ignore[arg-type]
    with pytest.raises(NoGrant):
        require(matter=RELIEF, hall=TOWNSHIP, power=Power.DECIDE, at=NOW, facts={'amount': '1001'})


def test_chemicals_without_storage_are_the_countys_and_with_it_the_citys() -> None:
    assert ask(CHEMICALS, TONGJIANG, storage='none').decided_by == '通江县政务服务中心'
    with_storage = ask(CHEMICALS, TONGJIANG, storage='own')
    assert (with_storage.reviewed_at, with_storage.decided_by) == (['通江县政务服务中心'], '巴中市政务服务中心')


@pytest.mark.parametrize(
    ('matter', 'said'),
    [
        (PENSION, '当场办理'),
        (RELIEF, '协办'),
        (SUBSIDY, '公开告知'),
        (BIRTH, '代办'),
        (LOGGING, '没有列入'),
    ],
)
def test_village_says_which_of_its_four_kinds_it_is(matter: str, said: str) -> None:
    assert said in ask(matter, VILLAGE).village
    assert ask(matter).village == ''


def test_applicant_of_the_wrong_kind_is_warned() -> None:
    assert ask('510700138000', applicant='organisation').warnings == ['这个事项只面向个人，单位不能申请。']
    assert ask(CHEMICALS, TONGJIANG, applicant='person').warnings == ['这个事项只面向单位，个人不能申请。']
    assert ask('510700138000', applicant='person').warnings == ask('510700138000').warnings == []


def test_area_without_a_hall_is_served_by_the_one_above() -> None:
    assert hall_for('511921201000').code == COUNTY
    assert hall_for('510105000000').code == PROVINCE
    HallEntry.objects.filter(kind='province').delete()
    with pytest.raises(NobodyThere):
        hall_for('510105000000')


def test_retired_matter_and_an_amount_in_words_are_refused() -> None:
    with pytest.raises(BadFact):
        ask(RELIEF, amount='八百')
    retire_matter(code=HYGIENE, at=NOW)
    with pytest.raises(UnknownMatter):
        ask(HYGIENE)


def titles(hall: str = COUNTY) -> dict[str, list[str]]:
    return {
        one.title: [f'{found.hall} {found.what}' for found in one.findings] for one in data_quality_report(hall, NOW)
    }


def test_clean_township_has_nothing_to_clean() -> None:
    assert titles(TOWNSHIP) == {}


def test_report_finds_a_live_grant_of_a_retired_matter() -> None:
    assert '事项已取消，赋权还在' not in titles()
    retire_matter(code=HYGIENE, at=NOW)
    assert '诺水河镇 代收仍有效' in titles()['事项已取消，赋权还在']


def test_report_finds_an_entrustment_whose_giver_lost_the_power() -> None:
    small = Grant.objects.get(hall_code=COUNTY, matter_code=RELIEF)
    assert '委托机关自己已没有这项权力' not in titles()
    Grant.objects.filter(pk=small.pk).update(valid_to=NOW)
    assert len(titles()['委托机关自己已没有这项权力']) == 4


def test_report_finds_what_one_of_two_counties_lacks() -> None:
    city = titles('BZSZ0001')['同级大厅事项不一致']
    assert '平昌县 同级 1 个大厅办理，这里没有' in city
    assert not [one for one in city if one.startswith('通江县')]


def test_report_finds_a_hall_whose_conditions_differ_and_one_without_a_guide() -> None:
    general = Guide.objects.get(matter_code=HYGIENE, hall_kind='township')
    Guide.objects.create(matter_code=HYGIENE, hall_code=TOWNSHIP, conditions=general.conditions, phone='1', version=1)
    assert '同级大厅条件不一致' not in titles()
    Guide.objects.filter(hall_code=TOWNSHIP).update(conditions='只收本镇户口。')
    assert titles()['同级大厅条件不一致'] == ['诺水河镇 申请条件与同级通用指南不同']
    Guide.objects.filter(matter_code=HYGIENE).delete()
    assert '诺水河镇 没有公布指南' in titles()['没有办事指南']


def test_report_compares_the_centres_list_and_shows_the_quarantine() -> None:
    values = {'hall_code': COUNTY, 'department_code': 'TJWJ', 'published_days': [date(2026, 1, 1)]}
    CentreItem.objects.create(code=HYGIENE, name='公共场所卫生许可', task_type='01', **values)
    assert '进驻清单与目录不一致' not in titles()
    CentreItem.objects.filter(code=HYGIENE).update(name='卫生许可证')
    CentreItem.objects.create(code='999999999999', name='自设许可', task_type='01', **values)
    assert [one[:3] for one in titles()['进驻清单与目录不一致']] == ['通江县'] * 2
    CentreItem.objects.filter(code=HYGIENE).update(published_days=[date(2026, 1, 1), date(2026, 2, 1)])
    assert len(titles()['进驻清单与目录不一致']) == 1  # what was taken off the list is not compared
    Quarantined.objects.create(kind='organs', key='083372204', source='区级清单', row={}, reasons=['代码有误'])
    assert titles()['导入时隔离的数据'] == ['区级清单 代码有误']
