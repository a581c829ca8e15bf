"""Blank forms and samples: uploaded where the matter is kept, handed out at every door, also in other cells."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from federation.contracts.catalogue import FILE_PIECE_BYTES, FilePieceEntered, MatterEntered
from federation.trust.port import Untrusted
from govhall.catalogue.entries import entry_of
from govhall.catalogue.models import Matter
from govhall.handouts.files import handout_of, keep_piece
from govhall.handouts.handlers import of_its_cell
from govhall.handouts.models import HandedOutContent
from govhall.kernel.filetypes import WORD
from govhall.matter_editor.models import MatterDraft
from tenants.roles import Role
from tenants.selectors import points_of
from tests.builders.files import DOCX, PDF, scan
from tests.builders.screen import SignedIn, at, signed_in, text
from tests.builders.world import BIRTH, COUNTY, PROVINCE, TOWNSHIP, World

__all__ = ['signed_in']
PAPER = f'{BIRTH}-02'
PAGE = at(PROVINCE, f'catalogue/matters/{BIRTH}/')
FORM = f'{PAGE}material/?material={PAPER}'
SAID = {'name': '四川省生育登记表', 'form': '原件', 'copies': '1', 'required': 'on', 'source': '申请人填写'}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {'papers': backend}


@pytest.fixture
def keeper(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.person(PROVINCE, Role.ADMINISTRATOR))


def version(page: HttpResponse) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert found, text(page)
    return found[1]


def save(keeper: Client, **fields: Any) -> HttpResponse:
    answer: HttpResponse = keeper.post(FORM, {'version': version(keeper.get(FORM)), **SAID, **fields})
    return answer


def publish(world: World, keeper: Client) -> None:
    day = timezone.localdate().isoformat()
    answer = keeper.post(f'{PAGE}publish/', {'version': version(keeper.get(PAGE)), 'day': day})
    assert answer.status_code == 303, text(answer)
    world.carry()


def links(page: HttpResponse) -> list[str]:
    return re.findall(r'href="([^"]*/handed-out/[0-9a-f]{64}/)"', page.content.decode())


def test_a_blank_form_and_a_sample_are_uploaded_and_handed_out_at_every_door(
    world: World, keeper: Client, signed_in: SignedIn, client: Client
) -> None:
    large = scan(FILE_PIECE_BYTES + 1000)
    files = {'blank': SimpleUploadedFile('空白.docx', DOCX), 'sample': SimpleUploadedFile('样表.pdf', large)}
    assert save(keeper, channel='applicant', licence_grade='D', **files).status_code == 303
    clerk = signed_in(world.clerk(TOWNSHIP))
    counter = at(TOWNSHIP, f'counter/{BIRTH}/')
    assert links(clerk.get(counter)) == []  # not before it is published
    publish(world, keeper)
    assert not MatterDraft.objects.exists()
    point = points_of(world.hall(TOWNSHIP))[0].code
    agent = signed_in(world.person(TOWNSHIP, Role.AGENT, point=point))
    guide = client.get(f'/guide/{BIRTH}/')
    assert 'D 级：自己做的，承诺真实后使用' in text(guide) and '申请人自备（申请人填写）' in text(guide)
    for who, page in (
        (clerk, clerk.get(counter)),
        (agent, agent.get(at(TOWNSHIP, f'points/{BIRTH}/'))),
        (client, client.get(f'/apply/{BIRTH}/{TOWNSHIP}/')),
        (client, guide),
    ):
        blank, sample = links(page)
        answer = who.get(blank)
        assert (answer.status_code, answer.content, answer.headers['Content-Type']) == (200, DOCX, WORD)
        assert "filename*=utf-8''%E5%9B%9B%E5%B7%9D" in answer.headers['Content-Disposition']
        assert 'sandbox' in answer.headers['Content-Security-Policy']
        assert who.get(sample).content == large


@pytest.mark.parametrize(
    ('content', 'said'), [(b'MZ' + bytes(100), '不是能收的类型'), (scan(8 * 2**20 + 1), '超过 8 MB'), (b'', '空')]
)
def test_a_file_that_may_not_be_taken_leaves_nothing(world: World, keeper: Client, content: bytes, said: str) -> None:
    answer = save(keeper, blank=SimpleUploadedFile('表格.pdf', content))
    assert answer.status_code == 422
    assert said in text(answer)
    assert not MatterDraft.objects.exists() and not HandedOutContent.objects.exists()


def test_what_is_opened_needs_a_document(keeper: Client) -> None:
    answer = save(keeper, later_days='5')
    assert answer.status_code == 422
    assert '要有依据' in text(answer)
    assert not MatterDraft.objects.exists()


def test_a_file_is_dropped_from_the_next_version_and_old_links_still_work(
    world: World, keeper: Client, client: Client
) -> None:
    save(keeper, blank=SimpleUploadedFile('空白.pdf', PDF))
    publish(world, keeper)
    (link,) = links(client.get(f'/guide/{BIRTH}/'))
    save(keeper, drop_blank='on')
    publish(world, keeper)
    assert links(client.get(f'/guide/{BIRTH}/')) == []
    assert client.get(link).content == PDF
    assert f'{Matter.objects.get(code=BIRTH).version}' == '3'


def pieces(content: bytes, digest: str) -> list[FilePieceEntered]:
    parts = [content[start : start + FILE_PIECE_BYTES] for start in range(0, len(content), FILE_PIECE_BYTES)]
    about = {'hall': PROVINCE, 'hash': digest, 'count': len(parts), 'type': 'application/pdf', 'name': '样表'}
    return [FilePieceEntered(**about, index=index, data=part) for index, part in enumerate(parts)]  # type: ignore[arg-type]


def test_another_cell_has_the_file_once_all_pieces_came_in_any_order_and_twice(world: World, client: Client) -> None:
    content = scan(3 * FILE_PIECE_BYTES)
    digest = sha256(content).hexdigest()
    first, *others = pieces(content, digest)
    for piece in [*reversed(others), others[0]]:
        keep_piece(piece)
    assert client.get(f'/handed-out/{digest}/').status_code == 404
    keep_piece(first)
    assert handout_of(digest)[1] == content
    assert client.get(f'/handed-out/{digest}/').content == content


def test_what_is_not_what_its_hash_names_is_never_handed_out(world: World, client: Client) -> None:
    for piece in pieces(PDF, 'a' * 64):
        keep_piece(piece)
    assert client.get(f'/handed-out/{"a" * 64}/').status_code == 404


def test_a_cell_hands_out_in_the_name_of_its_own_halls_only(world: World) -> None:
    with pytest.raises(Untrusted):
        of_its_cell(pieces(PDF, 'a' * 64)[0], 'elsewhere')


def test_the_undertaking_is_printed_where_the_matter_takes_one(world: World, keeper: Client, client: Client) -> None:
    assert client.get(f'/undertaking/{BIRTH}/{PAPER}/').status_code == 404
    save(keeper, undertaking='on', basis='国办发〔2020〕42号')
    publish(world, keeper)
    sheet = text(client.get(f'/undertaking/{BIRTH}/{PAPER}/'))
    assert '告知承诺书' in sheet and '四川省生育登记表' in sheet and '国办发〔2020〕42号' in sheet


def test_materials_of_a_matter_above_are_read_only_for_a_county(world: World, signed_in: SignedIn) -> None:
    admin = signed_in(world.person(COUNTY, Role.ADMINISTRATOR))
    page = at(COUNTY, f'catalogue/matters/{BIRTH}/')
    assert '由四川省政务服务中心的管理员修改' in text(admin.get(page))
    sent = {'version': '1', **SAID, 'blank': SimpleUploadedFile('空白.pdf', PDF)}
    assert admin.post(f'{page}material/?material={PAPER}', sent).status_code == 403
    assert not HandedOutContent.objects.exists() and not MatterDraft.objects.exists()
    world.carry()
    assert entry_of(MatterEntered, Matter.objects.get(code=BIRTH)).version == 1
