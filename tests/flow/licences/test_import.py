"""Licences from before: on the page and by command, whole or not at all, every fault by its cell, twice is once."""

import re
import resource
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from govhall.licences.lists.bring_in import keep, plan_licences
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.licences import OLD, bring_in, entries, old_row, sheet
from tests.builders.screen import SignedIn, at, text
from tests.builders.sheets import rows_of
from tests.builders.world import COUNTY, TOWNSHIP, World

FILES = at(COUNTY, 'catalogue/files/')
TODAY = timezone.localdate()
MANY, FAULTY = 5_000, 200


@pytest.fixture
def client(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(COUNTY, Role.ADMINISTRATOR))


def preview(client: Client, *rows: list[str]) -> HttpResponse:
    return client.post(f'{FILES}licences/preview/', {'file': SimpleUploadedFile('证照.xlsx', sheet(rows))})


def confirm(client: Client, page: HttpResponse) -> HttpResponse:
    fields = dict(re.findall(r'name="(sealed|shown)" value="([^"]*)"', page.content.decode()))
    return client.post(f'{FILES}licences/bring-in/', fields)


def test_the_page_hands_out_a_blank_sheet_and_says_that_one_fault_refuses_all(client: Client) -> None:
    shown = text(client.get(FILES))
    assert '上线以前的证照' in shown and '有一格不对，整张表都不导入' in shown
    assert [row[0] for row in rows_of(client.get(f'{FILES}licences.xlsx').content)] == ['证照编号']


def test_a_list_comes_in_after_a_preview_and_again_changes_nothing(world: World, client: Client) -> None:
    page = preview(client, old_row(), old_row(证照编号='A2', 有效期至='长期', 发证日期='2020年3月1日'))
    assert ('将导入 2 条' in text(page), entries(world, COUNTY)) == (True, [])
    assert confirm(client, page).status_code == 303
    second, first = entries(world, COUNTY)[0], entries(world, COUNTY)[1]
    assert (first.number, second.valid_until, first.holder.name) == (OLD, None, '张小明')
    again = preview(client, old_row())
    assert '不需要导入' in text(again)
    assert entries(world, TOWNSHIP) == []


def test_every_fault_is_named_by_its_cell_and_nothing_comes_in(world: World, client: Client) -> None:
    bring_in(world, COUNTY)
    faulty = {
        '证照编号': '',
        '主项编码': '999',
        '持有人类型': '公司',
        '证件号码': '511921199001011234',
        '发证日期': '去年',
        '有效期至': '',
    }
    rows = [old_row(**{'证照编号': f'B{n}', column: cell}) for n, (column, cell) in enumerate(faulty.items())]
    rows += [old_row(持有人='李四'), old_row(证照编号='C1'), old_row(证照编号='C1')]
    page = preview(client, *rows)
    shown = re.findall(r'<td class="tight">([A-I]\d+)</td>', page.content.decode())
    assert (page.status_code, shown) == (422, ['A2', 'B3', 'D4', 'F5', 'H6', 'I7', 'A8', 'A10'])
    told = text(page)
    assert all(words in told for words in ('长期有效的写“长期”', '台账里已经有了', '与第 9 行的编号重复', '不是日期'))
    assert len(entries(world, COUNTY)) == 1


def test_only_administrators_bring_licences_in(world: World, signed_in: SignedIn) -> None:
    for role in (Role.CLERK, Role.CHIEF, Role.LEADER):
        client = signed_in(world.person(COUNTY, role))
        assert preview(client, old_row()).status_code == 403
    assert entries(world, COUNTY) == []


def test_the_command_does_the_same(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / '证照.xlsx'
    file.write_bytes(sheet([old_row(), old_row(证照编号='A2', 有效期至='2019-02-30')]))
    with pytest.raises(CommandError, match='I3 有效期至'):
        call_command('enter_licences', str(file), '--hall', COUNTY)
    file.write_bytes(sheet([old_row()]))
    call_command('enter_licences', str(file), '--hall', COUNTY, '--preview')
    assert entries(world, COUNTY) == []
    for _ in range(2):
        call_command('enter_licences', str(file), '--hall', COUNTY)
    assert '0 new, 1 there already' in capsys.readouterr().out
    assert len(entries(world, COUNTY)) == 1


def test_five_thousand_rows_with_two_hundred_faulty_ones_are_judged_in_300_mb(world: World) -> None:
    day = (TODAY - timedelta(days=100)).isoformat()
    rows = [old_row(证照编号=f'川通卫公证字〔2024〕第{n:05d}号', 发证日期=day) for n in range(MANY)]
    good = sheet(rows)
    for n in range(FAULTY):
        rows[n * 25][7] = '去年'
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with hall_context(world.hall(COUNTY)):
        refused = plan_licences(hall=COUNTY, content=sheet(rows))
        judged = time.monotonic() - started
        keep(plan_licences(hall=COUNTY, content=good))
    took, grown = time.monotonic() - started, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f'judged {judged:.1f} s, judged again and kept {took:.1f} s, {grown:.0f} MB more')
    assert [fault.cell for fault in refused.faults] == [f'H{n * 25 + 2}' for n in range(FAULTY)]
    assert len(entries(world, COUNTY)) == MANY
    assert grown < 300
