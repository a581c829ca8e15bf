"""A disk that is full or can only be read: what is stored is told with its number, and what is there can be read."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from govhall.casework.models import Case
from govhall.casework.services.change import Change
from govhall.files.models import Material
from govhall.storage import vault
from tenants.context import hall_context
from tests.builders.files import keep_in, scan
from tests.builders.screen import SignedIn, at, case_data, filled, text
from tests.builders.world import BIRTH, TOWNSHIP, World, paper_codes

PAPER = paper_codes(BIRTH)[0]
CONTENT = scan(5000)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    """Files are kept beside the test."""
    keep_in(settings, tmp_path)


@contextmanager
def no_room(error: int = errno.ENOSPC) -> Iterator[None]:
    """Nothing can be written into the store."""

    def full(*_: object) -> None:
        raise OSError(error, 'no')

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, '_write', full)
        yield


def scanned() -> SimpleUploadedFile:
    return SimpleUploadedFile('scan.pdf', CONTENT, 'application/pdf')


@pytest.mark.parametrize('error', [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_the_clerk_sees_the_number_and_what_to_do_with_the_papers(
    world: World, signed_in: SignedIn, error: int
) -> None:
    clerk = signed_in(world.clerk(TOWNSHIP))
    form = filled(BIRTH, then='accept')
    with no_room(error):
        answer = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), form | {f'file-{PAPER}': scanned()})
    assert answer.status_code == 303
    page = clerk.get(answer.headers['Location'])
    number = case_data(page)['number']
    assert f'已收件，编号 {number}' in text(page)
    assert '请留好纸质材料并告诉系统管理员' in text(page)
    assert case_data(page)['state'] == 'received'  # what comes next needs the files
    again = clerk.post(at(TOWNSHIP, f'counter/{BIRTH}/'), form | {f'file-{PAPER}': scanned()})
    assert again.headers['Location'] == answer.headers['Location']
    with hall_context(world.hall(TOWNSHIP)):
        assert Material.objects.count() == 1
        assert Case.objects.get().accepted_at


def test_a_file_that_can_not_be_stored_changes_nothing_and_says_so(world: World, signed_in: SignedIn) -> None:
    clerk, case = signed_in(world.clerk(TOWNSHIP)), world.receive(TOWNSHIP, BIRTH)
    posted = {'version': case.version, 'file': scanned()}
    with no_room():
        answer = clerk.post(at(TOWNSHIP, f'cases/{case.uid}/files/{PAPER}/'), posted)
    assert (answer.status_code, '没有保存' in text(answer)) == (503, True)
    assert world.case(TOWNSHIP, case.uid).version == case.version
    with hall_context(world.hall(TOWNSHIP)):
        assert not Material.objects.exists()


def test_what_is_there_can_be_read_while_nothing_can_be_written(world: World, signed_in: SignedIn) -> None:
    clerk, case = signed_in(world.clerk(TOWNSHIP)), world.receive(TOWNSHIP, BIRTH)
    clerk.post(at(TOWNSHIP, f'cases/{case.uid}/files/{PAPER}/'), {'version': case.version, 'file': scanned()})
    with hall_context(world.hall(TOWNSHIP)):
        name = Material.objects.get().hash
    with no_room():
        assert clerk.get(at(TOWNSHIP, f'cases/{case.uid}/file/{name}/')).content == CONTENT


def test_no_file_is_read_where_the_look_can_not_be_recorded(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, case = signed_in(world.clerk(TOWNSHIP)), world.receive(TOWNSHIP, BIRTH)
    clerk.post(at(TOWNSHIP, f'cases/{case.uid}/files/{PAPER}/'), {'version': case.version, 'file': scanned()})
    with hall_context(world.hall(TOWNSHIP)):
        name = Material.objects.get().hash
    read: list[str] = []

    def full(_: Change) -> None:
        raise OperationalError

    monkeypatch.setattr('govhall.casework.services.materials.read', read.append)
    monkeypatch.setattr(Change, 'write_events', full)
    clerk.raise_request_exception = False
    answer = clerk.get(at(TOWNSHIP, f'cases/{case.uid}/file/{name}/'))
    assert (answer.status_code >= 500, read) == (True, [])
