"""Applying online without an account, as a browser sends it; and the queue at the window."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from govhall.applications.models import OnlineApplication
from govhall.applications.services.intake import receive_online, return_online
from govhall.files.rules.materials import FileTooLarge
from govhall.kernel.kept import forget
from govhall.portal import attempts
from govhall.portal.online_form import content_of
from tenants.context import hall_context
from tenants.models import Hall, HallStatus
from tenants.roles import Role
from tests.builders.applying import FORM, typed
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World, paper_codes


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Guesses of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


def only(world: World) -> OnlineApplication:
    with hall_context(world.hall(TOWNSHIP)):
        return OnlineApplication.objects.get()


def test_what_is_submitted_waits_at_the_window_with_its_files(world: World, signed_in: SignedIn) -> None:
    page = Client().post(FORM, typed('submit'))
    one = only(world)
    assert (page.status_code, '网上申报回执' in text(page), one.query_word in text(page)) == (200, True, True)
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert '张**' in text(clerk.get(at(TOWNSHIP, f'online/{one.uid}/')))
    file = one.files[paper_codes(BIRTH)[0]][0]
    download = clerk.get(at(TOWNSHIP, f'online/{one.uid}/file/{file.hash}/'))
    assert (download.status_code, download['Content-Type']) == (200, 'application/pdf')
    assert download['Content-Disposition'].startswith('attachment')


@pytest.mark.parametrize('role', [Role.REVIEWER, Role.AGENT, Role.SUPERVISOR, Role.LEADER])
def test_who_has_no_window_gets_neither_the_queue_nor_an_application(
    world: World, signed_in: SignedIn, role: Role
) -> None:
    Client().post(FORM, typed('submit'))
    other = signed_in(world.person(TOWNSHIP, role))
    for address in ('online/', f'online/{only(world).uid}/'):
        assert other.get(at(TOWNSHIP, address)).status_code == 403
    assert signed_in(world.clerk(COUNTY)).get(at(COUNTY, f'online/{only(world).uid}/')).status_code == 404


def test_a_wrong_word_tells_nothing_and_is_slowed_down(world: World) -> None:
    Client().post(FORM, typed('save'))
    one = only(world)
    key = {'number': one.number, 'word': '222222', 'do': 'discard'}
    assert [Client().post('/apply/', key).status_code for _ in range(6)] == [422] * 5 + [429]
    assert only(world).state == 'draft'
    owner = Client(REMOTE_ADDR='198.51.100.7')
    assert owner.post('/apply/', {'number': one.number, 'word': one.query_word}).status_code == 200
    assert Client().post('/track/', {'number': one.number, 'word': one.query_word}).status_code == 200


def test_a_machine_does_not_fill_the_hall_with_drafts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, 'NEW_APPLICATIONS', 1)
    assert [Client().post(FORM, typed('save')).status_code for _ in range(2)] == [200, 429]
    assert only(world).state == 'draft'


def test_a_number_of_another_cell_is_sent_there(world: World) -> None:
    Client().post(FORM, typed('save'))
    one = only(world)
    Hall.objects.filter(code=TOWNSHIP).update(code='XXXX0001')
    forget()
    page = Client().post('/apply/', {'number': one.number, 'word': one.query_word})
    forget()
    assert (page.status_code, '的网站查询' in text(page)) == (422, True)


def test_the_same_form_pressed_twice_is_one_application(world: World) -> None:
    form = re.search(r'name="submission" value="([^"]+)"', Client().get(FORM).content.decode())
    assert form is not None
    pages = [Client().post(FORM, typed('submit', submission=form[1])) for _ in range(2)]
    assert [only(world).query_word in text(page) for page in pages] == [True, True]


def test_who_comes_after_the_receipt_is_sent_to_the_progress_and_not_told_of_a_wrong_word(world: World) -> None:
    Client().post(FORM, typed('submit'))
    one = only(world)
    with hall_context(world.hall(TOWNSHIP)):
        receive_online(uid=one.uid, version=1, actor=world.clerk(TOWNSHIP))
    key = {'number': one.number, 'word': one.query_word}
    pages = [Client().post('/apply/', key) for _ in range(attempts.APPLY.of_pair + 1)]
    assert {page.status_code for page in pages} == {422}  # and it counts for no wrong guess
    assert '大厅已经收件' in text(pages[-1])


def test_a_page_that_was_left_open_shows_what_has_changed_and_changes_nothing(world: World) -> None:
    Client().post(FORM, typed('submit'))
    one = only(world)
    with hall_context(world.hall(TOWNSHIP)):
        return_online(uid=one.uid, version=1, actor=world.clerk(TOWNSHIP), reason='照片看不清')
    for do in ('discard', 'submit', 'save'):
        stale = {'number': one.number, 'word': one.query_word, 'version': '1'}
        page = Client().post('/apply/', typed(do, **stale))
        assert page.status_code == 422
        assert ('刚才点的没有生效' in text(page), '照片看不清' in text(page)) == (True, True)
    assert (only(world).state, only(world).version) == ('pre_returned', 2)


def test_a_hall_that_moved_away_is_named_and_takes_nothing_here(world: World) -> None:
    Client().post(FORM, typed('save'))
    one = only(world)
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.GONE)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER SCHEMA h_{TOWNSHIP.lower()} RENAME TO gone')
    forget()
    page = Client().post('/apply/', {'number': one.number, 'word': one.query_word})
    form = Client().get(FORM)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER SCHEMA gone RENAME TO h_{TOWNSHIP.lower()}')
    forget()
    assert (page.status_code, '的网站查询' in text(page), form.status_code) == (422, True, 404)


def test_a_file_that_is_not_taken_is_named_and_nothing_is_stored(world: World) -> None:
    code = paper_codes(BIRTH)[0]
    page = Client().post(
        FORM, typed('save') | {f'file-{code}': SimpleUploadedFile('户口.doc', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')}
    )
    assert (page.status_code, '“户口.doc”是旧版的 Word' in text(page)) == (422, True)
    with hall_context(world.hall(TOWNSHIP)):
        assert not OnlineApplication.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings: Settings) -> None:
    class Endless(SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError('read')

    file = Endless('x.pdf', b'x' * (settings.MATERIAL_MEGABYTES * 2**20 + 1))
    with pytest.raises(FileTooLarge):
        content_of(file)


def test_several_large_photos_lie_in_memory_and_never_in_a_temporary_folder(settings: Settings) -> None:
    content = {'a': SimpleUploadedFile('a.pdf', b'x' * 400_000), 'b': SimpleUploadedFile('b.pdf', b'x' * 400_000)}
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 500_000
    request = RequestFactory().post('/', content)
    assert {type(file) for file in request.FILES.values()} == {InMemoryUploadedFile}


def test_more_than_a_form_may_bring_is_turned_away_before_it_is_read(world: World, settings: Settings) -> None:
    settings.UPLOAD_MEGABYTES = 0
    page = Client().post(FORM, typed('save'))
    assert (page.status_code, '先传一部分' in text(page)) == (413, True)
    with hall_context(world.hall(TOWNSHIP)):
        assert not OnlineApplication.objects.exists()
