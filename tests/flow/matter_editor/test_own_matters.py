"""The county's own matters: set up, changed from a day on, compared, withdrawn on pages; nobody else's are touched."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from msgspec.structs import replace

from federation.contracts.catalogue import GrantEntered, MatterEntered
from federation.directory.selectors import entry as hall_entry
from federation.trust.port import Untrusted
from govhall.catalogue.acts.give_grant import give_grant
from govhall.catalogue.entries import entry_of
from govhall.catalogue.handlers import of_hall_above, with_whole_steps
from govhall.catalogue.models import Grant, Matter, MatterVersion, Organ
from govhall.matter_editor.models import MatterDraft
from govhall.matter_editor.tasks import publish_due_matters
from tenants.models import AuditEntry, SetAside
from tenants.roles import Role
from tests.builders.forms import RELIEF
from tests.builders.screen import SignedIn, at, case_data, filled, signed_in, text
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP, World

__all__ = ['signed_in']
CODE = f'{COUNTY}-0001'
MATTERS = at(COUNTY, 'catalogue/matters/')
PAGE = f'{MATTERS}{CODE}/'
ABOUT = {
    'name': '肉羊养殖奖补申请',
    'short_name': '肉羊奖补',
    'task_type': '05',
    'legal_basis': '《通江县肉羊产业奖补办法》',
    'case_type': 'promised',
    'statutory_days': '20',
    'promised_days': '10',
    'result': '奖补发放通知',
    'everyday_words': '养羊补贴、羊补贴',
    'conditions': '本县养殖户，存栏 30 只以上。',
    'procedure': '收件 → 受理 → 审查 → 决定',
    'duties': '核实存栏数量。',
    'window': '农业农村窗口',
    'phone': '0827-7220000',
    'hours': '工作日 9:00—17:00',
}
PAPER = {'name': '养殖场照片', 'form': '电子件', 'copies': '1', 'required': 'on', 'channel': 'applicant'}


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def version(page: HttpResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert found, text(page)
    return found[1]


def organ() -> str:
    return str(Organ.objects.filter(area_code='511921000000', name__contains='农业').values_list('credit_code')[0][0])


def begin(admin: Client, **changes: Any) -> HttpResponse:
    answer: HttpResponse = admin.post(f'{MATTERS}new/', ABOUT | {'organ': organ(), 'version': '1'} | changes)
    return answer


def save(client: Client, address: str, **fields: Any) -> HttpResponse:
    answer: HttpResponse = client.post(address, {'version': version(client.get(address)), **fields})
    return answer


def publish(client: Client, days: int = 0, page: str = PAGE) -> HttpResponse:
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    answer: HttpResponse = client.post(f'{page}publish/', {'version': version(client.get(page)), 'day': day})
    return answer


@pytest.fixture
def own(world: World, admin: Client) -> World:
    """A county with one matter of its own, published."""
    assert begin(admin).status_code == 303
    assert save(admin, f'{PAGE}material/', **PAPER).status_code == 303
    assert publish(admin).status_code == 303
    world.carry()
    return world


def test_an_own_matter_is_set_up_on_pages_and_stands_at_every_door(
    own: World, signed_in: SignedIn, client: Client
) -> None:
    row = Matter.objects.get(code=CODE)
    assert (row.basic_code, row.level, row.version, row.task_type) == ('511921000001', '4', 1, '05')
    assert Grant.objects.get(matter_code=CODE).hall_code == COUNTY
    chief = signed_in(own.chief(COUNTY))
    assert '肉羊奖补' in text(chief.get(at(COUNTY, 'counter/'), {'words': '羊补贴'}))
    taken = chief.post(
        at(COUNTY, f'counter/{CODE}/'), filled(RELIEF, papers=0, then='accept') | {f'paper-{CODE}-01': 'handed_in'}
    )
    assert taken.status_code == 303, text(taken)
    assert case_data(chief.get(taken['Location']))['state'] == 'accepted'
    guide = text(client.get(f'/guide/{CODE}/', {'hall': COUNTY}))
    assert '存栏 30 只以上' in guide and '农业农村窗口' in guide and '申请人自备' in guide
    assert [one.detail['did'] for one in AuditEntry.objects.filter(action='matter_changed').order_by('pk')] == [
        'begin',
        'change',
        'publish',
    ]


def test_the_county_gives_its_own_matter_to_a_township_which_reads_the_countys_guide(
    own: World, signed_in: SignedIn
) -> None:
    cells = {'事项编码': CODE, '大厅代码': TOWNSHIP, '方式': '代收', '实施机关代码': organ(), '村级可收件': '否'}
    give_grant(hall=COUNTY, cells=cells)
    own.carry()
    clerk = signed_in(own.clerk(TOWNSHIP))
    assert '肉羊奖补' in text(clerk.get(at(TOWNSHIP, 'counter/'), {'words': '肉羊'}))
    assert '存栏 30 只以上' in text(clerk.get(f'/guide/{CODE}/', {'hall': TOWNSHIP}))


def test_a_change_counts_from_its_day_and_a_running_case_keeps_its_version(
    own: World, admin: Client, signed_in: SignedIn, time_machine: Any
) -> None:
    person, keeper = own.chief(COUNTY), own.person(COUNTY, Role.ADMINISTRATOR)
    chief = signed_in(person)
    ticked = filled(RELIEF, papers=0, then='receive') | {f'paper-{CODE}-01': 'handed_in'}
    before = chief.post(at(COUNTY, f'counter/{CODE}/'), ticked)['Location']
    assert save(admin, f'{PAGE}material/', **PAPER | {'name': '防疫证明'}).status_code == 303
    assert save(admin, f'{PAGE}about/', **ABOUT | {'promised_days': '8'}).status_code == 303
    changes = text(admin.get(PAGE))
    assert '新增“材料：防疫证明”' in changes and '承诺时限（工作日）：10 → 8' in changes
    assert publish(admin, days=3).status_code == 303
    publish_due_matters()
    own.carry()
    assert Matter.objects.get(code=CODE).version == 1  # not before its day
    assert save(admin, f'{PAGE}material/', **PAPER).status_code == 409
    time_machine.move_to(timezone.now() + timedelta(days=3))
    publish_due_matters()
    own.carry()
    chief, admin = signed_in(person), signed_in(keeper)
    row = Matter.objects.get(code=CODE)
    assert (row.version, row.promised_days, [one['name'] for one in row.materials]) == (
        2,
        8,
        ['养殖场照片', '防疫证明'],
    )
    assert not MatterDraft.objects.exists() and not SetAside.objects.exists()
    case = own.case(COUNTY, UUID(before.rstrip('/').rsplit('/', 1)[1]))
    assert (case.matter_version, [one.name for one in case.papers]) == (1, ['养殖场照片'])
    assert '防疫证明' in text(chief.get(at(COUNTY, f'counter/{CODE}/')))
    history = text(admin.get(f'{PAGE}history/'))
    assert '第 1 版 → 第 2 版' in history
    assert '新增“材料：防疫证明”' in history and '承诺时限（工作日）：10 → 8' in history


def test_a_withdrawn_matter_is_received_no_more(own: World, admin: Client, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    early = admin.post(f'{PAGE}withdraw/', {'until': (today - timedelta(days=1)).isoformat(), 'document': '1号'})
    assert early.status_code == 422 and '日期不能早于今天' in text(early)
    own.carry()
    assert Matter.objects.get(code=CODE).valid_to is None
    assert admin.post(f'{PAGE}withdraw/', {'until': today.isoformat(), 'document': '1号'}).status_code == 303
    own.carry()
    assert Matter.objects.get(code=CODE).valid_to is not None
    chief = signed_in(own.chief(COUNTY))
    assert '肉羊奖补' not in text(chief.get(at(COUNTY, 'counter/'), {'words': '肉羊'}))


@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'task_type': '01'}, '选'),  # the page offers no licence,
        ({'promised_days': '15'}, '最多 14 个工作日'),
        ({'case_type': 'instant'}, ''),
        ({'organ': '11111'}, '选'),
        ({'name': ''}, '事项名称'),
    ],
)
def test_what_a_county_may_not_set_up_is_said_and_nothing_is_kept(
    world: World, admin: Client, changes: dict[str, str], said: str
) -> None:
    answer = begin(admin, **changes)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not MatterDraft.objects.exists()


def test_a_matter_without_materials_is_not_published(world: World, admin: Client) -> None:
    begin(admin)
    answer = publish(admin)
    assert answer.status_code == 422
    assert '公开内容不全，缺少：申报材料' in text(answer)
    world.carry()
    assert not Matter.objects.filter(code=CODE).exists()


def test_nobody_changes_the_matters_of_another_level(own: World, admin: Client, signed_in: SignedIn) -> None:
    above = signed_in(own.person(PROVINCE, Role.ADMINISTRATOR))
    theirs, ours = at(COUNTY, f'catalogue/matters/{RELIEF}/'), at(PROVINCE, f'catalogue/matters/{CODE}/')
    for client, page in ((admin, theirs), (above, ours)):
        shown = client.get(page)
        assert shown.status_code == 200 and '这里只能查看' in text(shown)
        assert client.post(f'{page}change/', {'version': '1', 'do': 'up', 'material': 'x'}).status_code == 403
        assert client.post(f'{page}material/', {'version': '1', **PAPER}).status_code == 403
        assert client.post(f'{page}publish/', {'version': '1', 'day': timezone.localdate()}).status_code == 403
        ending = {'until': timezone.localdate(), 'document': '1号'}
        assert client.post(f'{page}withdraw/', ending).status_code == 403
    township = signed_in(own.person(TOWNSHIP, Role.ADMINISTRATOR))
    assert township.get(at(TOWNSHIP, 'catalogue/matters/new/')).status_code == 404
    leader = signed_in(own.person(COUNTY, Role.LEADER))
    assert leader.get(PAGE).status_code == 200
    assert leader.post(f'{PAGE}change/', {'version': '1', 'do': 'remove', 'material': f'{CODE}-01'}).status_code == 403
    assert not MatterDraft.objects.exists()
    own.carry()
    assert MatterVersion.objects.filter(code__in=[CODE, RELIEF]).exclude(version=1).count() == 0


def test_a_draft_is_nobodys_but_its_halls_and_a_colleagues_change_is_not_overwritten(
    world: World, admin: Client, signed_in: SignedIn
) -> None:
    begin(admin)
    other = signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))
    assert other.get(at(PROVINCE, f'catalogue/matters/{CODE}/')).status_code == 404
    old = version(admin.get(f'{PAGE}about/'))
    assert save(admin, f'{PAGE}material/', **PAPER).status_code == 303
    late = admin.post(f'{PAGE}about/', ABOUT | {'organ': organ(), 'version': old, 'name': '改名'})
    assert late.status_code == 409
    assert '刚改过这个事项' in text(late)
    assert MatterDraft.objects.get().parts['name'] == ABOUT['name']


def test_the_own_forms_and_certificates_are_the_countys_and_those_above_are_not(own: World, admin: Client) -> None:
    form = at(COUNTY, f'catalogue/forms/{CODE}/')
    assert '写依据和谁能申请' in text(admin.get(form))
    about = {'source': '肉羊奖补申请表', 'kind': 'person', 'version': version(admin.get(f'{form}about/'))}
    assert admin.post(f'{form}about/', about).status_code == 303
    kept = save(admin, f'{form}field/?kind=number', label='存栏', unit='只', at_most='9999', required='on')
    assert kept.status_code == 303, text(kept)
    assert publish(admin, page=form).status_code == 303
    own.carry()
    certificate = at(COUNTY, f'catalogue/certificates/{CODE}/')
    assert admin.post(certificate, {'certificate': '', 'term': '1年', 'words': ''}).status_code == 303
    own.carry()
    row = Matter.objects.get(code=CODE)
    assert row.term_months == 12
    refused = admin.post(
        at(COUNTY, f'catalogue/certificates/{RELIEF}/'), {'certificate': '', 'term': '1年', 'words': ''}
    )
    assert refused.status_code == 403
    assert admin.post(at(COUNTY, f'catalogue/forms/{RELIEF}/about/'), about).status_code == 403
    own.carry()
    assert Matter.objects.get(code=RELIEF).version == 1


def test_a_cell_tells_no_matters_but_its_halls_own(own: World) -> None:
    row = entry_of(MatterEntered, Matter.objects.get(code=CODE))
    with pytest.raises(Untrusted):
        with_whole_steps(row, 'elsewhere')
    with pytest.raises(Untrusted):
        with_whole_steps(replace(row, code=RELIEF), 'elsewhere')
    with pytest.raises(Untrusted, match='不能自行设立行政许可'):
        with_whole_steps(replace(row, task_type='01'), hall_entry(COUNTY).cell)
    grant = entry_of(GrantEntered, Grant.objects.get(matter_code=CODE))
    with pytest.raises(Untrusted):
        of_hall_above(grant, 'elsewhere')


def test_a_matter_that_can_not_be_published_on_its_day_keeps_no_other(
    own: World, admin: Client, time_machine: Any
) -> None:
    assert save(admin, f'{PAGE}about/', **ABOUT | {'name': '肉羊奖补（新）'}).status_code == 303
    assert publish(admin, days=1).status_code == 303
    begin(admin, name='肉牛奖补', short_name='肉牛奖补')
    draft = MatterDraft.objects.get(matter=f'{COUNTY}-0002')  # nobody could post a day for it: it has no materials
    draft.publish_on = timezone.localdate()
    draft.save()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    publish_due_matters()
    own.carry()
    assert Matter.objects.get(code=CODE).name == '肉羊奖补（新）'
    assert list(SetAside.objects.values_list('task', 'item')) == [('matter_editor.publish_due', f'{COUNTY}-0002')]
    assert not Matter.objects.filter(code=f'{COUNTY}-0002').exists()
