"""Files beside papers: stored sealed, used again with consent, opened on record, carried to the hall above."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.storage import storages

from federation.contracts.attachment import PIECE_BYTES
from federation.outbox.models import OutboxRow
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.ask_correction import ask_for_correction
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.forward import forward_case
from govhall.casework.acts.reuse import reuse_on_file
from govhall.casework.models import Case, CaseEvent
from govhall.casework.refusals import PeopleNotShown
from govhall.desk.services.case_files import open_file
from govhall.files.models import Material
from govhall.storage import material_store
from tenants.context import hall_context
from tenants.roles import Role
from tests.builders.desk import Desk
from tests.builders.files import PDF, scan
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, HYGIENE, OTHER_TOWNSHIP, TOWNSHIP, World, paper_codes

FIRST, SECOND = paper_codes(HYGIENE)[:2]
CARD_HERE, CARD_THERE = '510100103000-03', '510700104000-02'  # 居民身份证 of two matters
HOMESTEAD, POOR = '510100103000', '510700104000'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """Where the materials of this test lie."""
    backend = settings.STORAGES['materials'] | {'OPTIONS': {'location': str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {'materials': backend}
    assert storages['materials'].location == str(tmp_path)
    yield tmp_path


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk.of_chief(world, TOWNSHIP)


def attach(desk: Desk, case: Case, content: bytes = PDF, paper: str = FIRST) -> Case:
    return desk.do(attach_file, case.uid, paper=paper, content=content)


def opened(desk: Desk, uid: UUID, name: str) -> bytes:
    with hall_context(desk.world.hall(desk.hall)):
        return open_file(uid=uid, actor=desk.actor, content=name).content


def test_a_file_is_stored_under_its_hash_and_nobody_reads_it_in_the_folder(desk: Desk, folder: Path) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    [file] = case.papers[0].files
    path = folder / 'h_tjns0001' / file.hash[:2] / file.hash
    assert (file.hash, file.type, file.size) == (material_store.hash_of(PDF), 'application/pdf', len(PDF))
    assert b'%PDF' not in path.read_bytes()
    assert opened(desk, case.uid, file.hash) == PDF


def test_storing_and_opening_stand_in_the_events(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    name = case.papers[0].files[0].hash
    opened(desk, case.uid, name)
    with hall_context(desk.world.hall(TOWNSHIP)):
        stored, looked = CaseEvent.objects.filter(kind__in=['attach', 'material_opened']).order_by('seq')
    assert (stored.data['hash'], stored.data['paper'], stored.actor) == (name, FIRST, desk.actor.person_id)
    assert (looked.data['hash'], looked.actor) == (name, desk.actor.person_id)


def test_a_paper_that_was_missing_is_handed_in_with_its_file(desk: Desk) -> None:
    papers = dict.fromkeys(paper_codes(HYGIENE)[1:], 'handed_in')
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE, papers=papers))
    assert case.papers[0].status == 'handed_in'


def test_during_a_correction_a_file_alone_does_not_start_the_five_days(desk: Desk) -> None:
    case = desk.world.receive(TOWNSHIP, BIRTH)
    paper = case.papers[0].code
    desk.do(ask_for_correction, case.uid, missing=frozenset({paper}))
    case = attach(desk, case, paper=paper)
    assert (case.state, case.papers[0].status, len(case.papers[0].files)) == ('correcting', 'missing', 1)


def test_the_same_file_twice_is_one(desk: Desk) -> None:
    case = desk.world.receive(TOWNSHIP, HYGIENE)
    attach(desk, case)
    assert len(attach(desk, case).papers[0].files) == 1


@pytest.mark.parametrize(
    ('change', 'code'),
    [
        ({'content': b''}, 'FILE_EMPTY'),
        ({'content': b'MZ' + bytes(50)}, 'FILE_TYPE_REFUSED'),
        ({'content': scan(10 * 2**20)}, 'FILE_TOO_LARGE'),
        ({'paper': 'no-such'}, 'NO_SUCH_MATERIAL'),
        ({'version': 99}, 'STALE_VERSION'),
    ],
)
def test_what_can_not_be_stored_is_refused(desk: Desk, change: dict[str, object], code: str) -> None:
    case = desk.world.receive(TOWNSHIP, HYGIENE)
    with refused(code):
        desk.do(attach_file, case.uid, **({'paper': FIRST, 'content': PDF} | change))


def test_after_acceptance_the_papers_stay_as_they_were_examined(desk: Desk) -> None:
    case = desk.world.receive(TOWNSHIP, BIRTH)
    desk.do(accept_case, case.uid)
    with refused('NOT_NOW'):
        attach(desk, case, paper=case.papers[0].code)


def test_who_sees_people_masked_opens_no_file(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    with hall_context(desk.world.hall(TOWNSHIP)), pytest.raises(PeopleNotShown):
        open_file(
            uid=case.uid,
            actor=desk.world.person(TOWNSHIP, Role.SUPERVISOR),
            content=case.papers[0].files[0].hash,
        )


def test_a_file_of_another_case_or_hall_is_not_opened(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    other = desk.world.receive(TOWNSHIP, HYGIENE)
    name = case.papers[0].files[0].hash
    with refused('NO_SUCH_FILE'):
        opened(desk, other.uid, name)
    with refused('NO_SUCH_CASE'):
        opened(Desk.of_chief(desk.world, OTHER_TOWNSHIP), case.uid, name)


def test_a_file_that_was_exchanged_in_the_folder_is_not_handed_out(desk: Desk, folder: Path) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    case = attach(desk, case, scan(100))
    one, other = (folder / 'h_tjns0001' / file.hash[:2] / file.hash for file in case.papers[0].files)
    one.write_bytes(other.read_bytes())
    with refused('FILE_LOST'):
        opened(desk, case.uid, one.name)


def first_with_card(desk: Desk) -> Case:
    return attach(desk, desk.world.receive(TOWNSHIP, HOMESTEAD), paper=CARD_HERE)


def without_card(desk: Desk, **changes: object) -> Case:
    papers = {code: 'handed_in' for code in paper_codes(POOR) if code != CARD_THERE}
    return desk.world.receive(TOWNSHIP, POOR, papers=papers, **changes)


def test_what_the_applicant_gave_before_is_used_with_consent(desk: Desk) -> None:
    before, case = first_with_card(desk), without_card(desk)
    case = desk.do(reuse_on_file, case.uid, paper=CARD_THERE, consent=True)
    paper = next(one for one in case.papers if one.code == CARD_THERE)
    assert (paper.status, paper.files) == ('on_file', before.papers[2].files)
    with hall_context(desk.world.hall(TOWNSHIP)):
        data = CaseEvent.objects.get(case_id=case.uid, kind='reuse').data
    assert (data['consent'], data['from_case']) == (True, str(before.uid))
    assert opened(desk, case.uid, paper.files[0].hash) == PDF


def test_without_consent_nothing_is_used(desk: Desk) -> None:
    first_with_card(desk)
    case = without_card(desk)
    with refused('REUSE_CONSENT_MISSING'):
        desk.do(reuse_on_file, case.uid, paper=CARD_THERE, consent=False)


def test_another_persons_paper_is_never_used(desk: Desk) -> None:
    first_with_card(desk)
    applicant = desk.world.application(POOR).applicant
    other = type(applicant)(kind='person', name='李四', id_number='510105199001010015')
    case = without_card(desk, applicant=other)
    with refused('NOT_ON_FILE'):
        desk.do(reuse_on_file, case.uid, paper=CARD_THERE, consent=True)


def test_what_is_there_needs_no_second_one(desk: Desk) -> None:
    first_with_card(desk)
    case = desk.world.receive(TOWNSHIP, POOR)
    with refused('NOT_MISSING'):
        desk.do(reuse_on_file, case.uid, paper=CARD_THERE, consent=True)


def test_the_bytes_follow_the_case_and_are_whole_above(desk: Desk) -> None:
    content = scan(3 * PIECE_BYTES)
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE), content)
    desk.send_up(case.uid)
    above = Desk.of_chief(desk.world, COUNTY)
    assert opened(above, case.uid, material_store.hash_of(content)) == content
    assert above.do(accept_case, case.uid).accepted_at


def held_back(world: World, case: UUID) -> list[OutboxRow]:
    """Take the pieces out of the outbox, as if the bulk lane were slow; the rows are what was taken."""
    world.cut()
    rows = list(OutboxRow.objects.filter(type='attachment.piece.v2'))
    OutboxRow.objects.filter(type='attachment.piece.v2').delete()
    world.carry()
    return rows


def test_the_case_does_not_wait_for_the_bytes_but_its_acceptance_does(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE), scan(2 * PIECE_BYTES))
    desk.forward(case.uid)
    pieces = held_back(desk.world, case.uid)
    above = Desk.of_chief(desk.world, COUNTY)
    assert above.case(case.uid).custody == 'held'
    with refused('FILES_UNDER_WAY'):
        above.do(accept_case, case.uid)
    OutboxRow.objects.bulk_create(pieces[:-1])
    desk.world.carry()
    with refused('FILES_UNDER_WAY'):
        above.do(accept_case, case.uid)
    OutboxRow.objects.bulk_create(pieces[-1:])
    desk.world.carry()
    assert above.do(accept_case, case.uid).accepted_at


def test_the_hall_above_can_not_ask_again_for_what_was_sent(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    desk.send_up(case.uid)
    above = Desk.of_chief(desk.world, COUNTY)
    with refused('ALREADY_SENT'):
        above.do(ask_for_correction, case.uid, missing=frozenset({FIRST, SECOND}))


def test_it_may_ask_for_a_paper_that_was_only_ticked(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    desk.send_up(case.uid)
    asked = Desk.of_chief(desk.world, COUNTY).do(ask_for_correction, case.uid, missing=frozenset({SECOND}))
    assert [paper.code for paper in asked.papers if paper.status == 'missing'] == [SECOND]


def test_the_hall_that_took_the_file_may_say_that_it_is_no_good(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, BIRTH), paper=paper_codes(BIRTH)[0])
    asked = desk.do(ask_for_correction, case.uid, missing=frozenset({case.papers[0].code}))
    assert (asked.papers[0].status, asked.papers[0].files) == ('missing', [])


def test_a_case_whose_files_are_under_way_goes_no_further(desk: Desk) -> None:
    case = attach(desk, desk.world.receive(TOWNSHIP, HYGIENE))
    with hall_context(desk.world.hall(TOWNSHIP)):
        Material.objects.all().delete()
    with refused('FILES_UNDER_WAY'):
        desk.do(forward_case, case.uid)
