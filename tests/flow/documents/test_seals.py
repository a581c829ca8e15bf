"""Sealed files: by whose seal and on whose act, made once, found again, and void with their number kept."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.void_notice import void_paper
from govhall.casework.models import Case
from govhall.documents.keystore import ROOTS, keystore
from govhall.documents.models import Notice
from govhall.documents.proof import check_seal, roots_in
from govhall.documents.register.models import SealUse, Waiting
from govhall.documents.sealed_file import make
from govhall.documents.tasks import make_file, sweep_papers
from govhall.storage.document_store import document_store
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.state import refused
from tests.builders.world import BIRTH, HOMESTEAD, TOWNSHIP, World
from tests.flow.documents.test_notices import notices

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATE = datetime(2026, 3, 20, 4, tzinfo=UTC)


@pytest.fixture
def desk(world: World) -> Desk:
    """The township's chief representative."""
    return Desk.of_chief(world, TOWNSHIP)


def made(desk: Desk, notice: Notice) -> Notice:
    """The paper with its sealed file."""
    with hall_context(desk.world.hall(desk.hall)):
        return make(notice.uid, hall=desk.hall, at=LATE)


def test_the_file_is_sealed_by_the_organ_and_the_use_of_the_seal_recorded(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, HOMESTEAD, at=NOON)
    desk.do(accept_case, case.uid, at=NOON)
    desk.do(decide_case, case.uid, approve=True, at=NOON)
    paper = made(desk, notices(desk, case)[-1])
    assert (paper.state, paper.issued_at) == (Notice.State.ISSUED, LATE)
    found = check_seal(document_store().get(TOWNSHIP, paper.file), roots_in(keystore().folder / ROOTS))
    assert found.holds and '通江县诺水河镇人民政府' in found.sentence
    use = SealUse.objects.get(notice=paper.uid)
    relied = paper.relied_on
    assert (str(use.grant), str(use.letter), use.person) == (relied['grant_id'], relied['seal'], desk.actor.person_id)
    assert (use.hall, use.number, use.file, use.acted_at) == (TOWNSHIP, paper.number, paper.file, NOON)
    assert not Waiting.objects.filter(notice=paper.uid).exists()


def test_made_twice_it_is_one_file_and_one_use(world: World, desk: Desk) -> None:
    paper = notices(desk, world.receive(TOWNSHIP, BIRTH))[0]
    first, second = made(desk, paper), made(desk, paper)
    assert first.file == second.file
    assert SealUse.objects.filter(notice=paper.uid).count() == 1


def test_uses_of_seals_can_be_neither_changed_nor_deleted(world: World, desk: Desk) -> None:
    made(desk, notices(desk, world.receive(TOWNSHIP, BIRTH))[0])
    for words in ('UPDATE notice_seal_use SET person = 1', 'DELETE FROM notice_seal_use', 'TRUNCATE notice_seal_use'):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words)
    assert SealUse.objects.count() == 1


def test_the_task_makes_the_file_and_the_sweep_orders_what_waits(
    world: World, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, young = world.receive(TOWNSHIP, BIRTH, at=NOON), world.receive(TOWNSHIP, BIRTH)
    monkeypatch.setattr(make_file, 'delay', make_file)
    sweep_papers()
    assert [notices(desk, case)[0].state for case in (old, young)] == [Notice.State.ISSUED, Notice.State.ORDERED]


def test_a_void_paper_keeps_its_number_with_person_and_reason(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    paper = made(desk, notices(desk, case)[0])
    _void(desk, case, paper.uid, reason='姓名写错')
    void = notices(desk, case)[0]
    assert (void.state, void.number) == (Notice.State.VOID, paper.number)
    assert void.void_data and (void.void_data['person'], void.void_data['reason']) == (
        desk.actor.person_id,
        '姓名写错',
    )
    assert notices(desk, world.receive(TOWNSHIP, BIRTH))[0].number.endswith('第000002号')


def test_a_paper_voided_before_its_file_gets_none(world: World, desk: Desk) -> None:
    case = world.receive(TOWNSHIP, BIRTH)
    _void(desk, case, notices(desk, case)[0].uid, reason='姓名写错')
    assert (made(desk, notices(desk, case)[0]).file, SealUse.objects.count()) == ('', 0)


def test_voiding_is_refused_without_role_reason_or_paper_and_the_second_time(world: World, desk: Desk) -> None:
    case, other = world.receive(TOWNSHIP, BIRTH), world.receive(TOWNSHIP, BIRTH)
    paper = notices(desk, case)[0].uid
    with refused('NOT_YOUR_ROLE'):
        _void(Desk(world, TOWNSHIP, world.clerk(TOWNSHIP)), case, paper, reason='姓名写错')
    with refused('REASON_MISSING'):
        _void(desk, case, paper, reason=' ')
    with refused('NO_SUCH_PAPER'):
        _void(desk, other, paper, reason='姓名写错')
    _void(desk, case, paper, reason='姓名写错')
    with refused('PAPER_VOID'):
        _void(desk, case, paper, reason='姓名写错')


def _void(desk: Desk, case: Case, paper: UUID, *, reason: str) -> None:
    with hall_context(desk.world.hall(desk.hall)):
        version = Case.objects.get(uid=case.uid).version
        void_paper(uid=case.uid, paper=paper, version=version, actor=desk.actor, reason=reason)
