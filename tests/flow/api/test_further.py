"""Money, files and papers by mutation: the services of the pages with their refusals, and what stands beside a case."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from govhall.billing.models import CaseFee
from govhall.casework.models import Case
from govhall.files.models import Material
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.charging import CARD_FEE, TEST_FEE, charge_for, sent_receipt
from tests.builders.files import PDF
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, HYGIENE, TOWNSHIP, World

BESIDE = """query ($u: UUID) { case(uid: $u) {
    deliveryDue reviewDue about notices { uid code number organ state check }
    charges { uid item organ standard amount order paidAt refunded receipt redReceipt }
    papers { code files { hash type size } } } }"""

UNTIL = (timezone.localdate() + timedelta(days=365)).isoformat()  # of a matter with a legal term


@pytest.fixture
def chief(world: World) -> System:
    """A system of the county that may do everything that the hall may but collect."""
    return System.of(world, COUNTY, Role.CHIEF, Role.CLERK, powers=('decide', 'submit', 'seal', 'coordinate', 'print'))


@pytest.fixture
def accepted(chief: System) -> str:
    """A hygiene licence, accepted at the county, which may be charged 80 and 10 yuan; its uid."""
    charge_for(HYGIENE, TEST_FEE, CARD_FEE)
    uid = str(chief.send('receiveCase', **application(HYGIENE))['case']['uid'])
    assert chief.do('acceptCase', uid)['code'] is None
    return uid


def test_a_charge_is_assessed_billed_collected_and_given_back(world: World, chief: System, accepted: str) -> None:
    cashier = System.of(world, COUNTY, Role.CLERK, powers=('collect',))
    charged = chief.do('assessFees', accepted, charges=[{'item': '检测费', 'amount': '60', 'reduction': '小微企业'}])
    assert charged['code'] is None, charged
    assert chief.do('issueOrder', accepted)['code'] is None
    line = chief.ask(BESIDE, u=accepted)['case']['charges'][0]
    assert (line['item'], line['standard'], line['amount'], line['paidAt']) == ('检测费', '80.00', '60.00', None)
    paid = {'uid': accepted, 'order': line['order'], **sent_receipt()}
    assert chief.send('collectOrder', **paid)['code'] == 'ASSESSOR_COLLECTS'
    assert cashier.send('collectOrder', **paid)['code'] is None
    back = {
        'uid': accepted,
        'fee': line['uid'],
        'amount': '10.00',
        'reason': '多收',
        **sent_receipt(9, prefix='red'),
    }
    assert cashier.send('refundFee', **back)['code'] == 'COLLECTOR_REFUNDS'
    assert chief.send('refundFee', **back)['code'] is None
    told = chief.ask(BESIDE, u=accepted)['case']['charges'][0]
    assert (told['refunded'], told['receipt'], told['redReceipt']) == (
        '10.00',
        '51010126 0000000017',
        '51010126 0000000009',
    )


def test_an_unlawful_charge_is_refused_and_leaves_nothing(world: World, chief: System, accepted: str) -> None:
    above = chief.do('assessFees', accepted, charges=[{'item': '检测费', 'amount': '80.01'}])
    unknown = chief.do('assessFees', accepted, charges=[{'item': '咨询费'}])
    assert (above['code'], unknown['code']) == ('ABOVE_STANDARD', 'CHARGE_WITHOUT_BASIS')
    with hall_context(world.hall(COUNTY)):
        assert not CaseFee.objects.exists()


def test_an_order_is_made_void_and_its_charge_taken_back(chief: System, accepted: str) -> None:
    chief.do('assessFees', accepted, charges=[{'item': '检测费'}])
    chief.do('issueOrder', accepted)
    line = chief.ask(BESIDE, u=accepted)['case']['charges'][0]
    taken = {'uid': accepted, 'fee': line['uid'], 'reason': '重复'}
    assert chief.send('cancelFee', **taken)['code'] == 'ALREADY_BILLED'
    assert chief.send('voidOrder', uid=accepted, order=line['order'], reason='开错')['code'] is None
    assert chief.send('cancelFee', **taken)['code'] is None


def test_money_of_another_case_is_not_touched_through_this_one(chief: System, accepted: str) -> None:
    chief.do('assessFees', accepted, charges=[{'item': '检测费'}])
    chief.do('issueOrder', accepted)
    line = chief.ask(BESIDE, u=accepted)['case']['charges'][0]
    other = str(chief.send('receiveCase', **application(HYGIENE, submission=str(uuid4())))['case']['uid'])
    void = chief.send('voidOrder', uid=other, order=line['order'], reason='开错')
    cancel = chief.send('cancelFee', uid=other, fee=line['uid'], reason='重复')
    assert (void['code'], cancel['code']) == ('NO_SUCH_ORDER', 'NO_SUCH_FEE')
    assert chief.ask(BESIDE, u=accepted)['case']['charges'][0]['order'] == line['order']


def test_a_supervisor_moves_no_money_and_stores_no_file(world: World, chief: System, accepted: str) -> None:
    watcher = System.of(world, COUNTY, Role.SUPERVISOR)
    content = base64.b64encode(PDF).decode()
    assert watcher.do('assessFees', accepted, charges=[{'item': '检测费'}])['code'] == 'NOT_YOUR_ROLE'
    assert watcher.do('attachFile', accepted, paper='p', content=content)['code'] == 'NOT_YOUR_ROLE'
    with hall_context(world.hall(COUNTY)):
        assert (CaseFee.objects.exists(), Material.objects.exists()) == (False, False)


def test_the_papers_of_a_case_are_listed_and_voided(world: World, chief: System, accepted: str) -> None:
    seen = chief.ask(BESIDE, u=accepted)['case']
    assert [(one['code'], one['state']) for one in seen['notices']] == [('04', 'ordered'), ('01', 'ordered')]
    first = seen['notices'][-1]
    assert (first['organ'], first['number'].endswith('第000001号')) == ('通江县卫生健康局', True)
    assert first['check'].endswith('/') and '/verify/TJXZ0001' in first['check']
    assert chief.do('voidNotice', accepted, notice=first['uid'], reason=' ')['code'] == 'REASON_MISSING'
    assert chief.do('voidNotice', accepted, notice=first['uid'], reason='姓名写错')['code'] is None
    assert chief.ask(BESIDE, u=accepted)['case']['notices'][-1]['state'] == 'void'


def test_a_file_is_stored_by_its_content_and_used_again_with_consent(
    world: World, tmp_path: Path, settings: Any
) -> None:
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
    window = System.of(world, TOWNSHIP, Role.CLERK)
    uids = [str(window.send('receiveCase', **application(BIRTH, papers=[]))['case']['uid']) for _ in range(2)]
    paper = window.ask(BESIDE, u=uids[0])['case']['papers'][0]['code']
    bad = window.do('attachFile', uids[0], paper=paper, content='not base64!')
    text = window.do('attachFile', uids[0], paper=paper, content=base64.b64encode(b'hello').decode())
    assert (bad['code'], text['code']) == ('FILE_TYPE_REFUSED', 'FILE_TYPE_REFUSED')
    stored = window.do('attachFile', uids[0], paper=paper, content=base64.b64encode(PDF).decode())
    assert stored['code'] is None, stored
    file = window.ask(BESIDE, u=uids[0])['case']['papers'][0]['files'][0]
    assert (file['type'], file['size']) == ('application/pdf', len(PDF))
    assert window.do('reuseFile', uids[1], paper=paper, consent=False)['code'] == 'REUSE_CONSENT_MISSING'
    assert window.do('reuseFile', uids[1], paper=paper, consent=True)['code'] is None
    assert window.ask(BESIDE, u=uids[1])['case']['papers'][0]['files'] == [file]


def test_who_has_decided_reads_the_day_of_the_delivery(world: World, chief: System, accepted: str) -> None:
    assert chief.ask(BESIDE, u=accepted)['case']['deliveryDue'] is None
    chief.do('decideCase', accepted, approve=True, day=UNTIL)
    with hall_context(world.hall(COUNTY)):
        due = Case.objects.get(uid=accepted).delivery_due
    assert chief.ask(BESIDE, u=accepted)['case']['deliveryDue'] == f'{due}'
