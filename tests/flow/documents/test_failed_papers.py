"""A paper that can't be made says so, offers a way out, and keeps no other from its turn."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from govhall.casework.models import Case
from govhall.documents import sealed_file
from govhall.documents.models import Notice
from govhall.documents.register.models import Waiting
from govhall.documents.register.services import claim_waiting
from govhall.documents.tasks import make_file, sweep_papers
from govhall.documents.typesetting import PaperNotSet
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.screen import SignedIn, at, text
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World

LONG_AGO = datetime(2026, 3, 2, 4, tzinfo=UTC)


def receipt(world: World, case: Case) -> Notice:
    """The case's receipt as it is now."""
    with hall_context(world.hall(TOWNSHIP)):
        return Notice.objects.get(case_uid=case.uid)


@pytest.fixture
def broken(world: World, monkeypatch: pytest.MonkeyPatch) -> Notice:
    """A receipt that could not be typeset; the next attempt will do."""
    case = world.receive(TOWNSHIP, BIRTH)

    def fails(*_: object, **__: object) -> bytes:
        raise PaperNotSet('number')

    with monkeypatch.context() as patched:
        patched.setattr(sealed_file, 'typeset', fails)
        make_file(hall=TOWNSHIP, notice=str(receipt(world, case).uid))
    return receipt(world, case)


def test_a_paper_that_failed_says_so_and_is_made_at_the_press_of_a_button(
    world: World, signed_in: SignedIn, broken: Notice
) -> None:
    clerk, page = signed_in(world.clerk(TOWNSHIP)), at(TOWNSHIP, f'cases/{broken.case_uid}/')
    shown = text(clerk.get(page))
    assert '没有生成' in shown and '重新生成' in shown and '几秒后' not in shown
    refused = clerk.get(f'{page}papers/{broken.uid}/')
    assert (refused.status_code, '请在办件页面点“重新生成”' in text(refused)) == (409, True)
    assert clerk.post(f'{page}papers/{broken.uid}/again/').status_code == 303
    assert '正在盖章' in text(clerk.get(page))
    make_file(hall=TOWNSHIP, notice=str(broken.uid))
    assert clerk.get(f'{page}papers/{broken.uid}/').status_code == 200
    assert not Waiting.objects.filter(notice=broken.uid).exists()


def test_the_public_learns_that_a_paper_that_failed_is_real(world: World, signed_in: SignedIn, broken: Notice) -> None:
    shown = text(signed_in(world.clerk(TOWNSHIP)).get(f'/verify/{TOWNSHIP}{broken.proof}/'))
    assert '这份文书是真的，电子印章还没有加盖' in shown


def test_a_paper_that_takes_too_long_has_the_same_way_out(world: World, signed_in: SignedIn) -> None:
    case = world.receive(TOWNSHIP, BIRTH, at=timezone.now() - timedelta(minutes=6))
    shown = text(signed_in(world.clerk(TOWNSHIP)).get(at(TOWNSHIP, f'cases/{case.uid}/')))
    assert '迟迟没有生成' in shown and '重新生成' in shown


def test_only_who_handles_the_case_orders_a_paper_again(world: World, signed_in: SignedIn, broken: Notice) -> None:
    page = at(TOWNSHIP, f'cases/{broken.case_uid}/')
    leader = signed_in(world.person(TOWNSHIP, Role.LEADER))
    assert '重新生成' not in text(leader.get(page))
    assert leader.post(f'{page}papers/{broken.uid}/again/').status_code == 403
    clerk = signed_in(world.clerk(TOWNSHIP))
    assert clerk.post(f'{page}papers/{uuid4()}/again/').status_code == 404
    county = signed_in(world.clerk(COUNTY))
    assert county.post(at(COUNTY, f'cases/{broken.case_uid}/papers/{broken.uid}/again/')).status_code == 404
    with hall_context(world.hall(TOWNSHIP)):
        assert Notice.objects.get(uid=broken.uid).state == Notice.State.FAILED


def test_the_sweep_makes_the_others_and_tries_the_bad_one_ever_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = world.receive(TOWNSHIP, BIRTH, at=LONG_AGO), world.receive(TOWNSHIP, BIRTH, at=LONG_AGO)
    wrong = receipt(world, bad).content

    def fails(content: object, **told: object) -> bytes:
        if content == wrong:
            raise PaperNotSet('number')
        return plain(content, **told)  # type: ignore[arg-type]

    def at_once(*, hall: str, notice: str) -> None:
        make_file.apply(kwargs={'hall': hall, 'notice': notice})

    plain = sealed_file.typeset
    monkeypatch.setattr(sealed_file, 'typeset', fails)
    monkeypatch.setattr(make_file, 'delay', at_once)
    sweep_papers()
    assert receipt(world, good).state == Notice.State.ISSUED
    assert receipt(world, bad).state == Notice.State.FAILED
    now, waits = timezone.now(), []
    for _ in range(4):
        now = Waiting.objects.get(notice=receipt(world, bad).uid).since + timedelta(minutes=2, seconds=1)
        assert claim_waiting(now, most=5)
        waits.append((Waiting.objects.get(notice=receipt(world, bad).uid).since - now) // timedelta(minutes=1) + 2)
    assert waits == [10, 60, 360, 360]
