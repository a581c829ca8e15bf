"""A closed case becomes one sealed package, once for every state that it ends in."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pytest_django import Settings

from federation.contracts.case import Applicant
from govhall.archive.models import CaseArchive
from govhall.archive.package import MANIFEST, digest, ending_of
from govhall.archive.package_check import faults
from govhall.archive.package_store import COLUMN
from govhall.archive.services import archive_case
from govhall.archive.tasks import archive_in_hall, sweep_archive
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.decide import decide_case
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.acts.withdraw import withdraw_case
from govhall.casework.models import Case, CaseEvent
from govhall.casework.services.change import StaleVersion
from govhall.casework.services.delivery import note_rating
from govhall.deadlines.models import Deadline
from tenants.access import Actor
from tenants.context import hall_context
from tenants.sealing import keyring
from tests.builders.archived import DONE, SCHEMA, contents, stored
from tests.builders.desk import Desk
from tests.builders.files import PDF
from tests.builders.state import refused
from tests.builders.world import BIRTH, COUNTY, HYGIENE, ID_NUMBER, TOWNSHIP, World


def index(case: Case) -> dict[str, date]:
    return dict(Deadline.objects.filter(case=case.uid, hall=TOWNSHIP).values_list('kind', 'due_on'))


def test_a_package_holds_the_whole_file_and_lists_it(case: Case, archive: CaseArchive) -> None:
    found = contents(archive)
    manifest = json.loads(found[MANIFEST])
    assert {one['path']: one['sha256'] for one in manifest['files']} == {
        path: digest(content) for path, content in found.items() if path != MANIFEST
    }
    assert set(found) == {
        MANIFEST,
        'case.json',
        'events.jsonl',
        'fees.json',
        'metadata.xml',
        f'materials/{digest(PDF)}.pdf',
        *(f'notices/{code}-1.json' for code in ('01', '04', 'A1', '09')),
        'outcome.json',
    }
    assert found[f'materials/{digest(PDF)}.pdf'] == PDF
    assert json.loads(found['case.json'])['applicant']['id_number'] == ID_NUMBER
    assert len(found['events.jsonl'].splitlines()) == manifest['events'] == archive.events
    assert Decimal(json.loads(found['fees.json'])[0]['amount']) == Decimal('80.00')


def test_the_metadata_name_file_matter_and_organ(case: Case, archive: CaseArchive) -> None:
    root = ElementTree.fromstring(contents(archive)['metadata.xml'])  # noqa: S314 - our own
    values = {element.tag: element.text for group in root for element in group}
    assert (values['档号'], values['办件编号'], values['办理结果']) == (archive.number, case.number, 'approved')
    assert values['实施主体'] == '通江县诺水河镇人民政府'
    assert values['保管期限'] in ('永久', '30年', '10年')


def test_the_storage_reads_nothing_of_a_person(folder: Path, archive: CaseArchive) -> None:
    sealed = stored(folder, archive).read_bytes()
    assert not [word for word in (b'PK', ID_NUMBER.encode(), '张小明'.encode()) if word in sealed[:64]]
    assert keyring().open(sealed, hall=SCHEMA, column=COLUMN)[:2] == b'PK'


def test_the_archiving_stands_in_the_chain_and_in_the_table(case: Case, archive: CaseArchive) -> None:
    event = CaseEvent.objects.get(case=case, kind='archived')
    assert (event.data['package'], event.data['number']) == (archive.hash, archive.number)
    assert (archive.version, archive.events, event.seq) == (1, event.seq - 1, archive.events + 1)
    assert archive.number.startswith('TJNS0001-2026-')
    assert archive.tip == event.previous


def test_numbers_of_one_year_and_term_count_on(world: World, archive: CaseArchive, chief: Actor) -> None:
    received = world.receive(TOWNSHIP, BIRTH, at=DONE)
    decided = decide_on_the_spot(uid=received.uid, version=received.version, actor=chief, at=DONE)
    deliver_case(uid=decided.uid, version=decided.version, actor=chief, at=DONE)
    second = archive_case(uid=received.uid, at=DONE)
    numbers = [int(one.number.rpartition('-')[2]) for one in (archive, second)]
    assert numbers[1] == numbers[0] + 1


def test_an_archived_case_waits_no_more_and_a_later_rating_makes_a_second_version(
    case: Case, archive: CaseArchive, chief: Actor
) -> None:
    assert index(case) == {}
    with refused('NOT_ARCHIVABLE'):
        archive_case(uid=case.uid, at=DONE)
    note_rating(uid=case.uid, actor=chief, grade=1, at=DONE)
    assert set(index(case)) == {'archive'}
    second = archive_case(uid=case.uid, at=DONE)
    assert (second.number, second.version) == (archive.number, 2)
    assert [faults(one) for one in (archive, second)] == [[], []]


def test_thirty_quiet_days_after_it_is_closed_a_case_is_due(world: World, case: Case) -> None:
    assert index(case) == {'archive': (DONE + timedelta(days=30)).date()}


def test_the_nightly_sweep_archives_what_is_due(world: World, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []
    monkeypatch.setattr(archive_in_hall, 'delay', lambda **arguments: asked.append(arguments))
    Deadline.objects.filter(case=case.uid).update(due_on=date(2026, 1, 1))
    sweep_archive()
    assert asked == [{'hall': TOWNSHIP, 'cases': [str(case.uid)]}]
    archive_in_hall(hall=TOWNSHIP, cases=[str(case.uid), str(case.fact)])  # the second is no case
    with hall_context(world.hall(TOWNSHIP)):
        assert CaseArchive.objects.get().case_id == case.uid


def test_an_open_case_is_not_archived_nor_a_decided_one_before_delivery(world: World, chief: Actor) -> None:
    received = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        with refused('NOT_ARCHIVABLE'):
            archive_case(uid=received.uid)
        decide_on_the_spot(uid=received.uid, version=received.version, actor=chief)
        with refused('NOT_ARCHIVABLE'):
            archive_case(uid=received.uid)
        with refused('NO_SUCH_CASE'):
            archive_case(uid=received.fact)


def test_a_withdrawn_case_needs_no_delivery(world: World, chief: Actor) -> None:
    received = world.receive(TOWNSHIP, BIRTH)
    with hall_context(world.hall(TOWNSHIP)):
        withdraw_case(uid=received.uid, version=received.version, actor=chief, reason='不办了')
        archive = archive_case(uid=received.uid)
    assert (archive.retention, archive.keep_until is not None) == ('ten', True)


def test_one_case_is_one_file_of_the_hall_that_decided(world: World) -> None:
    below, above = (Desk.of_chief(world, hall) for hall in (TOWNSHIP, COUNTY))
    uid = world.receive(TOWNSHIP, HYGIENE).uid
    below.send_up(uid)
    above.do(accept_case, uid)
    above.do(decide_case, uid, approve=True)
    world.carry()
    below.do(deliver_case, uid)
    world.carry()
    with hall_context(world.hall(TOWNSHIP)), refused('NOT_ARCHIVABLE'):
        archive_case(uid=uid)
    with hall_context(world.hall(COUNTY)):
        archive = archive_case(uid=uid)
        assert (faults(archive), archive.retention, archive.number[:8]) == ([], 'thirty', COUNTY)


def test_a_case_whose_material_is_lost_is_not_archived(folder: Path, case: Case) -> None:
    (folder / 'materials' / SCHEMA / digest(PDF)[:2] / digest(PDF)).unlink()
    with refused('FILES_MISSING'):
        archive_case(uid=case.uid, at=DONE)
    archive_in_hall(hall=TOWNSHIP, cases=[str(case.uid)])
    assert not CaseArchive.objects.exists()


@pytest.mark.parametrize(
    ('media_type', 'ending'), [('application/pdf', 'pdf'), ('application/ofd', 'ofd'), ('x/y', 'bin')]
)
def test_a_file_has_the_ending_of_its_type(media_type: str, ending: str) -> None:
    assert ending_of(media_type) == ending


def test_what_changed_while_it_was_packed_is_not_archived(
    world: World, case: Case, chief: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rate_meanwhile(package: bytes) -> str:
        note_rating(uid=case.uid, actor=chief, grade=1)
        return digest(package)

    monkeypatch.setattr('govhall.archive.services.put', rate_meanwhile)
    with pytest.raises(StaleVersion):
        archive_case(uid=case.uid, at=DONE)
    assert not CaseArchive.objects.exists()


def test_the_office_s_own_terms_are_used(case: Case, settings: Settings) -> None:
    settings.RETENTION = {BIRTH: 'permanent'}
    archive = archive_case(uid=case.uid, at=DONE)
    assert (archive.keep_until, '-Y-' in archive.number) == (None, True)


def test_an_organisation_is_named_as_one(world: World, chief: Actor) -> None:
    shop = Applicant(kind='organisation', name='某餐饮店', id_number='91350100M000100Y43')
    received = world.receive(TOWNSHIP, BIRTH, applicant=shop)
    with hall_context(world.hall(TOWNSHIP)):
        withdraw_case(uid=received.uid, version=received.version, actor=chief, reason='不办了')
        assert '<申请人类型>单位' in contents(archive_case(uid=received.uid))['metadata.xml'].decode()
