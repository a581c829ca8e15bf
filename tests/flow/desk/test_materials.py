"""Files on the page of a case: uploaded, refused with a sentence, downloaded, used again."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from federation.contracts.attachment import PIECE_BYTES
from govhall.files import dispatch
from govhall.files.file_transfer.models import FileLeaving
from govhall.kernel.filetypes import ACCEPT
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.files import PDF, archive, scan
from tests.builders.screen import SignedIn, at, case_data, filled, take_in, text
from tests.builders.world import BIRTH, COUNTY, HYGIENE, TOWNSHIP, World, paper_codes

PAPER = paper_codes(BIRTH)[0]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    """Where the materials of this test lie."""
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {'materials': backend}


@pytest.fixture
def clerk(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.clerk(TOWNSHIP))


@pytest.fixture
def address(clerk: Client) -> str:
    return take_in(clerk, TOWNSHIP, BIRTH)


def send(client: Client, address: str, content: bytes, *, paper: str = PAPER, name: str = '张小明身份证.pdf') -> Any:
    version = case_data(client.get(address))['version']
    return client.post(f'{address}files/{paper}/', {'version': version, 'file': SimpleUploadedFile(name, content)})


def link(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return f'{address}file/{page.split(f"{address}file/")[1].split("/")[0]}/'


def test_a_file_is_uploaded_and_comes_back_as_a_download_without_a_name_of_a_person(
    clerk: Client, address: str
) -> None:
    assert send(clerk, address, PDF).status_code == 303
    answer = clerk.get(link(clerk, address))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers['Content-Type'] == 'application/pdf'
    assert answer.headers['Content-Disposition'].startswith(f'attachment; filename="{PAPER}-')
    assert answer.headers['X-Content-Type-Options'] == 'nosniff'
    assert 'sandbox' in answer.headers['Content-Security-Policy']
    assert 'no-store' in answer.headers['Cache-Control']
    course = text(clerk.get(address)).split('经过')[-1]
    assert '材料文件存入' in course and '查看材料文件' in course
    assert '张小明' not in course


@pytest.mark.parametrize(
    ('content', 'sentence'),
    [
        (b'MZ' + bytes(90), '“张小明身份证.pdf”不是能收的类型。只收 PDF、JPG、PNG'),
        (b'', '“张小明身份证.pdf”没有内容'),
        (PDF.replace(b'<<>>\n%%', b'<</Encrypt 5 0 R>>\n%%'), '“张小明身份证.pdf”有密码'),
    ],
)
def test_a_refused_file_is_explained_beside_its_paper(
    clerk: Client, address: str, content: bytes, sentence: str
) -> None:
    answer = send(clerk, address, content)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert f'{address}file/' not in answer.content.decode()


def test_a_form_of_word_for_the_web_is_taken(clerk: Client, address: str) -> None:
    parts = ('[Content_Types].xml', '_rels/.rels', 'word/_rels/document2.xml.rels')
    assert send(clerk, address, archive(*parts), name='申请表.docx').status_code == 422  # near miss: no document in it
    assert send(clerk, address, archive(*parts, 'word/document2.xml'), name='申请表.docx').status_code == 303
    assert clerk.get(link(clerk, address))['Content-Disposition'].endswith('.docx"')


def test_a_stale_page_stores_nothing(clerk: Client, address: str) -> None:
    answer = clerk.post(f'{address}files/{PAPER}/', {'version': 9, 'file': SimpleUploadedFile('a.pdf', PDF)})
    assert answer.status_code == 409
    assert clerk.post(f'{address}files/{PAPER}/', {'file': SimpleUploadedFile('a.pdf', PDF)}).status_code == 422


@pytest.mark.parametrize('role', [Role.SUPERVISOR, Role.LEADER])
def test_who_only_reads_sees_no_file_and_stores_none(
    world: World, signed_in: SignedIn, clerk: Client, address: str, role: Role
) -> None:
    send(clerk, address, PDF)
    file = link(clerk, address)
    reader = signed_in(world.person(TOWNSHIP, role))
    assert reader.get(file).status_code == 403
    assert send(reader, address, PDF).status_code == 403
    assert '下载文件' not in text(reader.get(address))


def test_a_file_that_the_case_does_not_name_is_not_found(clerk: Client, address: str) -> None:
    assert clerk.get(f'{address}file/{"0" * 64}/').status_code == 404


def test_what_is_on_file_is_offered_and_used_with_consent_only(clerk: Client, address: str) -> None:
    send(clerk, address, PDF)
    later = take_in(clerk, TOWNSHIP, BIRTH, **{f'paper-{PAPER}': ''})
    page = clerk.get(later)
    assert '在本大厅交过这份材料' in text(page)
    version = case_data(page)['version']
    refused = clerk.post(f'{later}on-file/{PAPER}/', {'version': version})
    assert (refused.status_code, '征得同意并勾选' in text(refused)) == (422, True)
    assert clerk.post(f'{later}on-file/{PAPER}/', {'version': version, 'consent': 'yes'}).status_code == 303
    page = clerk.get(later)
    assert '已存材料' in text(page)
    assert clerk.get(link(clerk, later)).content == PDF


def hand_in(clerk: Client, content: bytes, **changes: Any) -> Any:
    """The application with a scan of its first paper, which is not ticked."""
    form = filled(BIRTH, **changes) | {f'file-{PAPER}': SimpleUploadedFile('a.pdf', content)}
    del form[f'paper-{PAPER}']
    return clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), form)


def test_a_scan_at_the_counter_is_the_paper_and_is_there_before_the_acceptance(clerk: Client) -> None:
    answer = hand_in(clerk, PDF, then='accept')
    assert answer.status_code == 303
    address = answer.headers['Location']
    assert case_data(clerk.get(address))['state'] == 'accepted'
    assert clerk.get(link(clerk, address)).content == PDF


def test_a_wrong_scan_at_the_counter_stores_no_case(clerk: Client) -> None:
    answer = hand_in(clerk, b'MZ' + bytes(90))
    assert (answer.status_code, '.pdf”不是能收的类型。只收 PDF、JPG、PNG' in text(answer)) == (422, True)
    assert '待办0' in ''.join(text(clerk.get(at(TOWNSHIP, 'worklist/'))).split())


def test_every_picker_offers_what_the_judge_takes(clerk: Client, address: str) -> None:
    for page in (address, at(TOWNSHIP, f'counter/{BIRTH}/'), f'/apply/{BIRTH}/{TOWNSHIP}/'):
        shown = clerk.get(page)
        assert f'accept="{ACCEPT}"' in shown.content.decode(), page


def forwarded(world: World, clerk: Client) -> UUID:
    """A case whose file has not left yet."""
    address = take_in(clerk, TOWNSHIP, HYGIENE)
    send(clerk, address, scan(2 * PIECE_BYTES), paper=paper_codes(HYGIENE)[0])
    uid = UUID(address.rstrip('/').split('/')[-1])
    Desk.of_chief(world, TOWNSHIP).forward(uid)
    return uid


def test_the_page_above_says_how_much_of_a_file_has_arrived(
    world: World, clerk: Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = forwarded(world, clerk)
    monkeypatch.setattr(dispatch, 'AT_ONCE', 2)
    monkeypatch.setattr(dispatch, 'MOST_WAITING', 1)
    world.cut()
    FileLeaving.objects.update(not_before=timezone.now() + timedelta(hours=1))
    world.carry()
    above = signed_in(world.chief(COUNTY))
    address = at(COUNTY, f'cases/{uid}/')
    assert '文件传送中 1 个，已到 66%' in ' '.join(text(above.get(address)).split())
    FileLeaving.objects.update(not_before=timezone.now())
    world.carry()
    assert '文件传送中' not in text(above.get(address))
    assert '下载文件' in text(above.get(address))


def test_the_page_below_says_that_a_file_did_not_get_there(world: World, clerk: Client) -> None:
    uid = forwarded(world, clerk)
    FileLeaving.objects.update(failed='damaged')
    assert '文件没有送到' in text(clerk.get(at(TOWNSHIP, f'cases/{uid}/')))
