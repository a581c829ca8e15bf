"""Materials, papers and archives in a real S3 server: stored, read, missing, and a store that can't be had."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from deploy.local.objects import ACCOUNT, Objects
from deploy.local.ports import free_port
from govhall.casework.acts.attach import attach_file
from govhall.casework.models import Case
from govhall.files.uploads import drop_uploads
from govhall.storage import material_store
from govhall.storage.document_store import FileGone, document_store
from govhall.storage.objects import NoSuchBucket, ObjectStorage, StorageRefuses
from govhall.storage.vault import StorageAway
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.files import scan
from tests.builders.screen import SignedIn, at, text
from tests.builders.system import System
from tests.builders.world import BIRTH, TOWNSHIP, World
from tests.flow.api.test_system_files import bring, code_of

CONTENT = scan(2_000_000)


def options(objects: Objects, **changes: str) -> dict[str, str]:
    given = {'endpoint_url': objects.address, 'access_key': ACCOUNT, 'secret_key': objects.secret}
    return given | {'bucket_name': 'govhall', 'region_name': 'us-east-1', 'addressing_style': 'path'} | changes


@pytest.fixture
def bucket(objects: Objects, settings: Any) -> ObjectStorage:
    """All storages of the cell in one bucket of the server, as three settings name it."""
    backend = {'BACKEND': 'govhall.storage.objects.ObjectStorage', 'OPTIONS': options(objects)}
    settings.STORAGES = settings.STORAGES | dict.fromkeys(('materials', 'archives', 'papers'), backend)
    storage = ObjectStorage(**options(objects))
    if storage.bucket.creation_date is None:
        storage.bucket.create()
    return storage


@pytest.fixture
def case(world: World) -> Case:
    return world.receive(TOWNSHIP, BIRTH, papers={})


def test_a_material_lies_sealed_in_the_bucket_and_opens_on_the_page(
    world: World, bucket: ObjectStorage, case: Case, signed_in: SignedIn
) -> None:
    clerk, paper = world.clerk(TOWNSHIP), case.papers[0].code
    with hall_context(world.hall(TOWNSHIP)):
        attach_file(uid=case.uid, version=case.version, actor=clerk, paper=paper, content=CONTENT)
        name = material_store.hash_of(CONTENT)
        assert material_store.read(name) == CONTENT
        path = material_store.path_of(name)
        assert material_store.store(CONTENT) == name  # a second time nothing changes
    sealed = bucket.open(path).read()
    assert CONTENT[:64] not in sealed
    assert (bucket.piece(path, 1000, 500), bucket.piece(path, 0, 1)) == (sealed[1000:1500], sealed[:1])
    assert b''.join(bucket.open(path).chunks(100_000)) == sealed
    page = signed_in(clerk).get(at(TOWNSHIP, f'cases/{case.uid}/file/{name}/'))
    assert (page.status_code, page.content) == (200, CONTENT)


def test_what_is_missing_in_the_bucket_is_said_in_a_sentence_and_no_look_is_recorded(
    world: World, bucket: ObjectStorage, case: Case, signed_in: SignedIn
) -> None:
    clerk, paper = world.clerk(TOWNSHIP), case.papers[0].code
    with hall_context(world.hall(TOWNSHIP)):
        attach_file(uid=case.uid, version=case.version, actor=clerk, paper=paper, content=CONTENT)
        name = material_store.hash_of(CONTENT)
        bucket.delete(material_store.path_of(name))
        bucket.delete(material_store.path_of(name))  # what is not there is deleted already
        with pytest.raises(FileNotFoundError):
            material_store.read(name)
        with pytest.raises(FileNotFoundError):
            bucket.piece(material_store.path_of(name), 0, 1)
    page = signed_in(clerk).get(at(TOWNSHIP, f'cases/{case.uid}/file/{name}/'))
    assert (page.status_code, '在存储里找不到了' in text(page)) == (409, True)
    with hall_context(world.hall(TOWNSHIP)):
        assert not Case.objects.get(uid=case.uid).events.filter(kind='material_opened').exists()


def test_papers_and_uploads_lie_there_too(world: World, bucket: ObjectStorage) -> None:
    kept = document_store()
    digest = kept.put(TOWNSHIP, CONTENT)
    assert (kept.put(TOWNSHIP, CONTENT), kept.get(TOWNSHIP, digest)) == (digest, CONTENT)
    with pytest.raises(FileGone):
        kept.get(TOWNSHIP, '0' * 64)
    with hall_context(world.hall(TOWNSHIP)):
        material_store.store_upload(CONTENT, person_id=7)
        assert [path for path, _ in material_store.uploads()] == [material_store.path_of_upload(digest, person_id=7)]
    assert drop_uploads() == 0


@pytest.mark.parametrize(
    ('changes', 'kind', 'said'),
    [
        ({'secret_key': 'wrong'}, StorageRefuses, '不认本节点的密钥'),
        ({'access_key': 'nobody'}, StorageRefuses, '不认本节点的密钥'),
        ({'bucket_name': 'not-there'}, NoSuchBucket, '没有设置的桶'),
        ({'endpoint_url': f'http://127.0.0.1:{free_port()}'}, StorageAway, '连不上对象存储'),
    ],
)
def test_a_store_that_can_not_be_had_says_why(
    bucket: ObjectStorage, objects: Objects, settings: Any, changes: dict[str, str], kind: type[Exception], said: str
) -> None:
    storage = ObjectStorage(**options(objects, **changes))
    with pytest.raises(kind, match=said):
        storage.save('x', ContentFile(b'x'))
    backend = {'BACKEND': 'govhall.storage.objects.ObjectStorage', 'OPTIONS': options(objects, **changes)}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
    with pytest.raises(CommandError, match=said):
        call_command('check_storage')


def test_a_clerk_reads_a_plain_page_while_the_store_is_away_and_nothing_is_stored(
    world: World, bucket: ObjectStorage, objects: Objects, settings: Any, case: Case, signed_in: SignedIn
) -> None:
    backend = {'BACKEND': 'govhall.storage.objects.ObjectStorage', 'OPTIONS': options(objects, secret_key='wrong')}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
    client, paper = signed_in(world.clerk(TOWNSHIP)), case.papers[0].code
    posted = {'version': case.version, 'file': ContentFile(CONTENT, name='x.pdf')}
    answer = client.post(at(TOWNSHIP, f'cases/{case.uid}/files/{paper}/'), posted)
    assert (answer.status_code, '没有保存' in text(answer)) == (503, True)
    assert world.case(TOWNSHIP, case.uid).version == case.version
    system = System.of(world, TOWNSHIP, Role.CLERK)
    told = bring(system, CONTENT)
    assert (told.status_code, code_of(told)) == (503, 'LATER')


def test_the_check_passes_and_leaves_nothing_behind(bucket: ObjectStorage, capsys: pytest.CaptureFixture[str]) -> None:
    call_command('check_storage')
    assert capsys.readouterr().out.split('\n')[:3] == ['materials: ok', 'archives: ok', 'papers: ok']
    assert storages['materials'].listdir('check')[1] == []
