"""Files of systems: a large one comes by a request of its own and is named by its hash; a sealed paper goes out."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from govhall.documents import sealed_file
from govhall.documents.models import Notice
from govhall.files.models import Material
from govhall.files.uploads import KEPT, drop_uploads
from govhall.storage import material_store
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.files import PDF, keep_in, scan
from tests.builders.system import System, application
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World, paper_codes

LARGE = scan(3_000_000)
FILE_PATH = 'query ($u: UUID) { case(uid: $u) { notices { uid filePath } } }'


@pytest.fixture
def window(world: World, tmp_path: Path, settings: Any) -> System:
    keep_in(settings, tmp_path)
    return System.of(world, TOWNSHIP, Role.CLERK)


def bring(system: System, content: bytes, *, token: str = '', hall: str = '') -> Any:
    address = f'/h/{system.world.hall(hall or system.hall).slug}/graphql/files/'
    headers = {'Authorization': f'Bearer {token or system.token}'}
    return system.client.post(address, {'file': SimpleUploadedFile('x', content)}, headers=headers)


def begun(system: System) -> tuple[str, str]:
    uid = system.send('receiveCase', **application(BIRTH, papers=[]))['case']['uid']
    return uid, paper_codes(BIRTH)[0]


def code_of(answer: Any) -> str:
    return str(answer.json()['errors'][0]['extensions']['code'])


def test_a_file_of_three_megabytes_is_brought_and_then_named_by_its_hash(world: World, window: System) -> None:
    uid, paper = begun(window)
    brought = bring(window, LARGE)
    assert (brought.status_code, brought.json()['hash']) == (201, sha256(LARGE).hexdigest())
    attached = window.do('attachFile', uid, paper=paper, hash=brought.json()['hash'])
    assert attached['code'] is None, attached
    with hall_context(world.hall(TOWNSHIP)):
        assert Material.objects.get(case=uid).size == len(LARGE)
        assert material_store.read(sha256(LARGE).hexdigest()) == LARGE


def test_a_hash_alone_opens_nothing(world: World, window: System) -> None:
    uid, paper = begun(window)
    name = bring(window, LARGE).json()['hash']
    other = System.of(world, TOWNSHIP, Role.CLERK)
    assert other.do('attachFile', uid, paper=paper, hash=name)['code'] == 'NO_SUCH_UPLOAD'
    for odd in ('0' * 64, '../../materials'):
        assert window.do('attachFile', uid, paper=paper, hash=odd)['code'] == 'NO_SUCH_UPLOAD', odd
    for nothing in ({}, {'hash': ''}):
        assert window.do('attachFile', uid, paper=paper, **nothing)['code'] == 'EITHER_CONTENT_OR_HASH'
    with hall_context(world.hall(TOWNSHIP)):
        assert not Material.objects.exists()


def test_what_is_no_file_too_large_or_brought_by_a_stranger_is_not_kept(
    world: World, window: System, tmp_path: Path, settings: Any
) -> None:
    settings.MATERIAL_MEGABYTES = 1
    assert code_of(bring(window, b'hello')) == 'FILE_TYPE_REFUSED'
    assert code_of(bring(window, b'')) == 'FILE_EMPTY'
    assert code_of(bring(window, LARGE)) == 'FILE_TOO_LARGE'
    assert bring(window, PDF, token='ght_wrong').status_code == 401
    assert bring(window, PDF, hall=COUNTY).status_code == 401
    assert code_of(bring(System.of(world, TOWNSHIP, Role.SUPERVISOR), PDF)) == 'NOT_YOUR_ROLE'
    assert not [path for path in tmp_path.rglob('*') if path.is_file()]


def test_what_nobody_named_for_a_day_is_deleted_and_the_rest_stays(window: System, tmp_path: Path) -> None:
    assert drop_uploads() == 0  # there is no folder yet
    bring(window, PDF)
    assert drop_uploads() == 0
    assert drop_uploads(at=timezone.now() + KEPT * 2) == 1
    assert not [path for path in tmp_path.rglob('*') if path.is_file()]


def test_an_upload_that_was_brought_anew_since_the_listing_stays(
    window: System, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    name = bring(window, PDF).json()['hash']
    ((path, since),) = material_store.uploads()
    monkeypatch.setattr(material_store, 'uploads', lambda: iter([(path, since - KEPT * 2)]))
    assert drop_uploads() == 0
    bring(window, PDF)
    assert not material_store.drop_upload(path, since)  # what was named is not what was brought anew
    uid, paper = begun(window)
    with django_capture_on_commit_callbacks(execute=True):
        assert window.do('attachFile', uid, paper=paper, hash=name)['code'] is None
    assert material_store.upload_since(path) is None  # near miss: named and not brought again, it goes


def test_an_upload_that_rotted_is_asked_for_again(window: System, tmp_path: Path) -> None:
    uid, paper = begun(window)
    name = bring(window, PDF).json()['hash']
    ((path, _),) = material_store.uploads()
    next(tmp_path.rglob(Path(path).name)).write_bytes(b'rotten')
    assert window.do('attachFile', uid, paper=paper, hash=name)['code'] == 'NO_SUCH_UPLOAD'
    bring(window, PDF)
    assert window.do('attachFile', uid, paper=paper, hash=name)['code'] is None


def test_a_sealed_paper_is_fetched_with_the_token_by_an_address_without_names(world: World, window: System) -> None:
    uid, _ = begun(window)
    assert window.ask(FILE_PATH, u=uid)['case']['notices'][0]['filePath'] is None  # it is still being made
    with hall_context(world.hall(TOWNSHIP)):
        paper = Notice.objects.get(case_uid=uid)
        sealed_file.make(paper.uid, hall=TOWNSHIP, at=paper.acted_at)
    path = window.ask(FILE_PATH, u=uid)['case']['notices'][0]['filePath']
    assert path.endswith(f'/graphql/papers/{uid}/{paper.uid}/')
    got = window.client.get(path, headers={'Authorization': f'Bearer {window.token}'})
    assert (got.status_code, got.content[:5], got.headers['Cache-Control']) == (200, b'%PDF-', 'no-store, private')
    watcher = System.of(world, TOWNSHIP, Role.SUPERVISOR)
    denied = window.client.get(path, headers={'Authorization': f'Bearer {watcher.token}'})
    assert (denied.status_code, code_of(denied)) == (403, 'PEOPLE_NOT_SHOWN')
    assert window.client.get(path, headers={'Authorization': 'Bearer ght_wrong'}).status_code == 401
    assert window.client.get(path).status_code == 401
    gone = window.client.get(
        path.replace(str(paper.uid), str(paper.case_uid)), headers={'Authorization': f'Bearer {window.token}'}
    )
    assert (gone.status_code, code_of(gone)) == (404, 'NO_SUCH_PAPER')
