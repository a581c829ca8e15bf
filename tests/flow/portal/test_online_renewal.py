"""A licence is renewed online by its number: looked up before the window gets it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govhall.applications.models import OnlineApplication
from govhall.casework.models import Case
from govhall.catalogue.models import Matter
from govhall.catalogue.selectors import forget
from govhall.licences.rules.kinds import CaseKind
from tenants.context import hall_context
from tests.builders.applying import PDF
from tests.builders.licences import NAME, OLD, bring_in
from tests.builders.screen import SignedIn, acts, at, text
from tests.builders.world import COUNTY, HYGIENE, ID_NUMBER, World, paper_codes

FORM, MINE = f'/apply/{HYGIENE}/{COUNTY}/', '/apply/'
NOT_THE_HOLDER = '511921198506071235'


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Guesses of other tests are forgotten."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def licensed(world: World) -> World:
    """A centre that has granted a licence before this system."""
    Matter.objects.filter(code=HYGIENE).update(certificate=NAME)
    forget()
    bring_in(world, COUNTY)
    return world


def filled(do: str, **changes: str) -> dict[str, object]:
    values = {'kind': 'person', 'name': '张小明', 'id_number': ID_NUMBER, 'do': do}
    values |= {'about': 'renew', 'first_number': OLD}
    files = {f'file-{code}': SimpleUploadedFile('a.pdf', PDF) for code in paper_codes(HYGIENE)}
    return values | files | changes


def kept(world: World) -> list[OnlineApplication]:
    with hall_context(world.hall(COUNTY)):
        return list(OnlineApplication.objects.all())


def test_a_renewal_is_asked_for_its_number_and_becomes_a_case_on_that_licence(
    licensed: World, signed_in: SignedIn
) -> None:
    assert '原证照编号或办件编号' in text(Client().get(FORM))
    page = Client().post(FORM, filled('submit'))
    (one,) = kept(licensed)
    assert (page.status_code, f'延续（原证照 {OLD}）' in text(page)) == (200, True)
    clerk = signed_in(licensed.clerk(COUNTY))
    shown = clerk.get(at(COUNTY, f'online/{one.uid}/'))
    assert f'延续（原证照 {OLD}）' in text(shown)
    done = clerk.post(at(COUNTY, f'online/{one.uid}/receive/'), {'version': one.version})
    assert done.status_code == 303
    with hall_context(licensed.hall(COUNTY)):
        case = Case.objects.get(number=one.number)
    assert (case.kind, case.first_number) == (CaseKind.RENEW, OLD)
    assert 'accept' in acts(clerk.get(done.headers['Location']))


def test_a_draft_keeps_what_it_builds_on(licensed: World) -> None:
    Client().post(FORM, filled('save'))
    (draft,) = kept(licensed)
    page = Client().post(MINE, {'number': draft.number, 'word': draft.query_word}).content.decode()
    assert f'value="{OLD}"' in page


@pytest.mark.parametrize(
    ('changes', 'sentence'),
    [
        ({'first_number': '川通卫公证字〔2022〕第0816号'}, '没有找到可以延续的结果'),
        ({'first_number': ''}, '没有找到可以延续的结果'),
        ({'id_number': NOT_THE_HOLDER}, '与原结果的持有人不一致'),
    ],
)
def test_what_can_not_be_renewed_is_said_beside_its_field_before_anything_is_submitted(
    licensed: World, changes: dict[str, str], sentence: str
) -> None:
    page = Client().post(FORM, filled('submit', **changes))
    assert (page.status_code, kept(licensed)) == (422, [])
    assert sentence in text(page)
