"""The administrator of the highest hall opens halls by a list on the page; the operator makes their tables."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from deploy.local.cells import DatabaseRole
from federation.directory.models import HallEntry
from federation.trust.models import TrustRoot
from govhall.operations.openings.hall_rows import COLUMNS
from tenants.models import AuditEntry, Hall
from tenants.roles import Role
from tests.builders.acting import acting_as
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of, sheet
from tests.builders.world import COUNTY, PROVINCE, World

NEW = ['ZZBR0001', '试验县政务服务中心分中心', '试验分中心', '分中心', COUNTY, '511921113000', 'zz-branch']


@pytest.fixture
def client(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))


def files(hall: str, rest: str) -> str:
    return at(hall, f'catalogue/files/{rest}')


def preview(client: Client, *rows: list[str], hall: str = PROVINCE) -> HttpResponse:
    file = SimpleUploadedFile('大厅.xlsx', sheet([list(COLUMNS), *rows]))
    return client.post(files(hall, 'halls/preview/'), {'file': file})  # type: ignore[return-value]


def confirm(client: Client, page: HttpResponse, hall: str = PROVINCE) -> HttpResponse:
    fields = dict(re.findall(r'name="(sealed|shown)" value="([^"]*)"', page.content.decode()))
    with acting_as(DatabaseRole.WEB):
        return client.post(files(hall, 'halls/bring-in/'), fields)  # type: ignore[return-value]


def states(client: Client) -> dict[str, str]:
    rows = rows_of(client.get(files(PROVINCE, 'halls.xlsx')).content)
    return {row[0]: row[-1] for row in rows[1:]}


def test_halls_are_looked_at_entered_and_made_and_the_page_says_how_far_they_are(world: World, client: Client) -> None:
    page = preview(client, NEW)
    assert f'ZZBR0001 试验县政务服务中心分中心（分中心，上级 {COUNTY}，511921113000，/h/zz-branch/）' in text(page)
    assert not HallEntry.objects.filter(code='ZZBR0001').exists()
    assert confirm(client, page).status_code == 303
    assert AuditEntry.objects.filter(subject='大厅', hall=PROVINCE).exists()
    world.carry()
    assert HallEntry.objects.get(code='ZZBR0001').parent_code == COUNTY
    assert (states(client)['ZZBR0001'], states(client)[COUNTY]) == ('等待建表', '已开设')
    assert '还有 1 个：试验分中心' in text(client.get(at(PROVINCE, 'road/')))
    call_command('provision_halls')
    assert states(client)['ZZBR0001'] == '已开设'
    assert '等待建表' not in text(client.get(at(PROVINCE, 'road/')))
    assert Hall.objects.get(code='ZZBR0001').slug == 'zz-branch'
    assert '不需要导入' in text(preview(client, NEW))


def test_a_wrong_cell_is_shown_and_nothing_is_entered(world: World, client: Client) -> None:
    shown = preview(client, [*NEW[:4], 'ZZZZ9999', *NEW[5:]])
    assert (shown.status_code, '没有在办的大厅 ZZZZ9999' in text(shown)) == (422, True)
    assert confirm(client, shown).status_code == 409
    world.carry()
    assert not HallEntry.objects.filter(code='ZZBR0001').exists()


def test_no_other_hall_and_no_other_cell_opens_halls(world: World, client: Client, signed_in: SignedIn) -> None:
    good = preview(client, NEW)
    below = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    assert preview(below, NEW, hall=COUNTY).status_code == 422
    assert confirm(below, good, hall=COUNTY).status_code == 409
    clerk = signed_in(world.person(PROVINCE, Role.CLERK))
    assert preview(clerk, NEW).status_code == 403
    TrustRoot.objects.update(cell='sichuan')
    assert preview(client, NEW).status_code == 422
    world.carry()
    assert not HallEntry.objects.filter(code='ZZBR0001').exists()
