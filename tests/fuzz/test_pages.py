"""Whatever is sent to whatever address: an answer in words, and nothing is stored of what was refused."""

from copy import copy
from typing import Any

import pytest
from django.http import HttpResponse
from hypothesis import strategies as st

from govhall.acts.registry import acts
from tests.builders.screen import SignedIn
from tests.builders.world import World
from tests.fuzz import hostile
from tests.fuzz.doors import Page, pages
from tests.fuzz.runs import fuzz, undone
from tests.fuzz.visits import Visit, asked, check, stored, upload_of, visit

PAGES = pages()
ACT = next(page for page in PAGES if page.name == 'act')
BY_NAME = [pytest.param(one, id=f'{one.urlconf.rpartition(".")[2]}-{one.name}') for one in PAGES]
POSTED = [
    pytest.param(one, id=f'{one.urlconf.rpartition(".")[2]}-{one.name}') for one in PAGES if 'POST' in one.methods
]
Spoilings = dict[str, str]
ROUNDS = 4  # what a page asks for may depend on what it was told


def post(at: Visit, form: hostile.Form, **headers: Any) -> HttpResponse:
    """Post it as the browser would that was signed in at first, whatever happened to it since."""
    client = copy(at.client)
    client.cookies = at.client.cookies.copy()
    body, kind = form
    return client.generic('POST', at.address, body, kind, headers=headers)


def learn(at: Visit) -> None:
    """Ask the page for what it asks."""
    for _ in range(ROUNDS):
        known = len(at.fields) + len(at.files)
        files = [(name, *upload_of()) for name in sorted(at.files)]
        with undone(), asked(at):
            post(at, hostile.multipart(list(at.good().items()), files))
        if len(at.fields) + len(at.files) == known:
            return


def fuzz_page(world: World, at: Visit, *, long: bool) -> None:
    learn(at)
    before = stored(world)
    names = sorted(at.fields) or ['x']

    def run(spoilt: Spoilings, sent: dict[str, bytes], name: str) -> None:
        fields = list((at.good() | spoilt).items())
        form = hostile.multipart(
            fields, [(one, name.translate({13: '', 10: '', 34: ''}), raw) for one, raw in sent.items()]
        )
        with undone():
            answer = post(at, form if at.page.takes_files else hostile.urlencoded(fields))
            check(at, answer, (spoilt, sent))
            if answer.status_code >= 400:
                assert stored(world) == before, (at.page.name, spoilt)

    some = st.dictionaries(st.sampled_from(names), hostile.texts, min_size=1, max_size=3)
    given = st.dictionaries(st.sampled_from(sorted(at.files)), hostile.files, max_size=2) if at.files else st.just({})
    fuzz(run, some, given, hostile.texts, examples=6, long=long)


@pytest.mark.parametrize('page', POSTED)
def test_whatever_is_filled_in_the_answer_is_a_sentence(world: World, signed_in: SignedIn, page: Page) -> None:
    fuzz_page(world, visit(world, signed_in, page), long=False)


@pytest.mark.parametrize('word', sorted(act.word for act in acts() if act.word))
def test_whatever_is_typed_into_an_act_the_answer_is_a_sentence(world: World, signed_in: SignedIn, word: str) -> None:
    fuzz_page(world, visit(world, signed_in, ACT, word=word), long=False)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize('page', POSTED)
def test_for_minutes_whatever_is_filled_in_the_answer_is_a_sentence(
    world: World, signed_in: SignedIn, page: Page
) -> None:
    fuzz_page(world, visit(world, signed_in, page), long=True)


@pytest.mark.parametrize('page', POSTED)
def test_whatever_is_wrong_with_a_request_as_a_whole_the_answer_is_a_sentence(
    world: World, signed_in: SignedIn, page: Page
) -> None:
    at = visit(world, signed_in, page)
    before = stored(world)
    for name, form in hostile.BROKEN.items():
        with undone():
            answer = post(at, form, content_encoding='gzip' if name == 'nothing' else '')
            check(at, answer, name)
            if answer.status_code >= 400:
                assert stored(world) == before, name
    at.client.handler.enforce_csrf_checks = True
    for token in ('', '\udcff', 'x' * 64, hostile.LONG):
        with undone():
            fields = [*at.good().items(), ('csrfmiddlewaretoken', token)]
            check(at, post(at, hostile.urlencoded(fields), x_csrftoken='é'), 'token')


@pytest.mark.parametrize('page', BY_NAME)
def test_whatever_is_asked_behind_the_address_the_answer_is_a_sentence(
    world: World, signed_in: SignedIn, page: Page
) -> None:
    at = visit(world, signed_in, page)
    with undone(), asked(at):
        check(at, at.client.get(at.address), '')
    names = sorted(at.fields) or ['x']

    def run(given: Spoilings) -> None:
        with undone():
            query = hostile.urlencoded([(name, value[:4000]) for name, value in given.items()])[0].decode()
            check(at, at.client.get(at.address, QUERY_STRING=query), given)

    fuzz(run, st.dictionaries(st.sampled_from(names), hostile.texts, min_size=1, max_size=3), examples=5)
