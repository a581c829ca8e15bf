"""A database owner who rewrites a case and recomputes its chain is found out, by what stands outside the database."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from govhall.archive.chains.models import ChainCheck
from govhall.archive.chains.services import check_hall
from govhall.archive.chains.tasks import check_chains_of_hall, compare_tips
from govhall.casework.models import Case, CaseEvent
from govhall.desk.purposes import Purpose
from govhall.desk.services.reveal import disclose
from govhall.documents.marks import mark_of
from govhall.documents.models import Notice
from govhall.documents.sealed_file import make
from govhall.kernel.chain import GENESIS, link
from govhall.storage.document_store import document_store
from tenants.context import hall_context
from tenants.models import AuditEntry
from tests.builders.desk import Desk
from tests.builders.world import BIRTH, COUNTY, HYGIENE, TOWNSHIP, World


@pytest.fixture
def case(world: World) -> Case:
    """A case of the township that the county holds, with its receipt sealed."""
    below = Desk.of_chief(world, TOWNSHIP)
    made = world.receive(TOWNSHIP, HYGIENE)
    with hall_context(world.hall(TOWNSHIP)):
        for notice in Notice.objects.all():
            make(notice.uid, hall=TOWNSHIP, at=timezone.now())
    below.send_up(made.uid)
    return made


def rewritten(world: World, uid: UUID, *, recompute: bool) -> None:
    """The first event says something else now; with `recompute` all hashes follow, and the case's tip."""
    with hall_context(world.hall(TOWNSHIP)), connection.cursor() as cursor:
        cursor.execute('SET CONSTRAINTS ALL IMMEDIATE')  # or the table has events pending
        cursor.execute('ALTER TABLE casework_event DISABLE TRIGGER event_append_only')
        tip = GENESIS
        for event in CaseEvent.objects.filter(case_id=uid).order_by('seq'):
            event.actor_name = '别人' if event.seq == 1 else event.actor_name
            if recompute:
                event.previous, event.hash = tip, link(tip, event.body())
            tip = event.hash
            event.save()
        if recompute:
            Case.objects.filter(uid=uid).update(event_tip=tip)
        cursor.execute('ALTER TABLE casework_event ENABLE TRIGGER event_append_only')


def codes(world: World, hall: str = TOWNSHIP) -> set[str]:
    found = ChainCheck.objects.filter(hall=hall).first()
    return {fault['code'] for fault in found.faults} if found else set()


def check(world: World, *, whole: bool = True) -> str:
    """What the command says; its error too."""
    out, err = StringIO(), StringIO()
    try:
        call_command('check_chains', whole=whole, stdout=out, stderr=err)
    except CommandError as error:
        return f'{out.getvalue()}{err.getvalue()}{error}'
    return out.getvalue()


def test_a_paper_carries_the_link_of_the_event_that_issued_it(world: World, case: Case) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        notice = Notice.objects.get(case_uid=case.uid)
        mark = mark_of(document_store().get(TOWNSHIP, notice.file))
        event = CaseEvent.objects.get(case_id=case.uid, data__number=notice.number)
    assert mark == (str(case.uid), event.seq, event.hash)


def test_cases_as_they_are_hold(world: World, case: Case) -> None:
    said = check(world)
    assert ' 0 faults' in said, said
    assert 'events/s' in said
    assert codes(world) == set()


def test_an_event_that_was_changed_is_found_and_no_export_is_made_of_it(
    world: World, case: Case, settings: Settings
) -> None:
    rewritten(world, case.uid, recompute=False)
    assert '办件经过在第 1 环断开' in check(world)
    with pytest.raises(CommandError, match='没有导出'):
        call_command('export_chain', case.number)
    assert AuditEntry.objects.get(action='chain_broken', detail__code='chain_broken').subject == case.number
    settings.METRICS_LOOPBACK = True
    assert 'chains_broken' in Client().get('/healthz/road').json()['wrong']
    assert 'govhall_chains_broken 1' in Client().get('/metrics').content.decode()


def test_an_owner_who_recomputes_the_chain_is_found_by_paper_and_neighbour(world: World, case: Case) -> None:
    rewritten(world, case.uid, recompute=True)
    call_command('export_chain', case.number, stdout=StringIO())  # the chain by itself holds
    said = check(world)
    assert 'paper_differs' in said
    assert 'told_otherwise' in said
    assert codes(world) == {'paper_differs', 'told_otherwise'}
    assert AuditEntry.objects.filter(action='chain_broken').count() == 2
    check(world)
    assert AuditEntry.objects.filter(action='chain_broken').count() == 2  # written down once


def test_another_file_in_place_of_the_sealed_one_is_found(world: World, case: Case) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        Notice.objects.filter(case_uid=case.uid).update(file=document_store().put(TOWNSHIP, b'%PDF-1.7 nothing'))
    assert 'seal_broken' in check(world)


def test_a_paper_taken_out_of_the_register_is_found(world: World, case: Case) -> None:
    with hall_context(world.hall(TOWNSHIP)):
        Notice.objects.filter(case_uid=case.uid).delete()
    assert 'paper_missing' in check(world)


def test_another_cell_compares_by_a_file(world: World, case: Case, tmp_path: Path) -> None:
    with hall_context(world.hall(COUNTY)):
        told = check_hall(at=timezone.now(), whole=True).told
    (tmp_path / 'told.json').write_text(json.dumps([list(one) for one in told if one.sender == TOWNSHIP]))
    call_command('check_chains', hall=TOWNSHIP, told=tmp_path / 'told.json', stdout=StringIO())
    rewritten(world, case.uid, recompute=True)
    with pytest.raises(CommandError, match='2 faults'):
        call_command(
            'check_chains', hall=TOWNSHIP, told=tmp_path / 'told.json', whole=True, stdout=StringIO(), stderr=StringIO()
        )


def test_the_nightly_task_of_a_neighbour_raises_the_alarm_where_the_case_came_from(
    world: World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_tips, 'delay', lambda **given: compare_tips(**given))
    check_chains_of_hall(hall=COUNTY)
    assert codes(world) == set()
    rewritten(world, case.uid, recompute=True)
    ChainCheck.objects.all().delete()
    check_chains_of_hall(hall=COUNTY)
    assert codes(world) == {'told_otherwise'}


def test_a_night_takes_what_changed_and_a_thirtieth_of_the_rest(world: World) -> None:
    cases = [world.receive(TOWNSHIP, BIRTH) for _ in range(4)]
    with hall_context(world.hall(TOWNSHIP)):
        assert check_hall(at=timezone.now()).cases == 4  # never looked at before
        assert check_hall(at=timezone.now()).cases == 1
        clerk = world.clerk(TOWNSHIP)
        disclose(uid=cases[0].uid, actor=clerk, purpose=Purpose.VERIFY)
        Case.objects.filter(uid=cases[3].uid).update(updated_at=timezone.now() + timedelta(seconds=1))
        assert check_hall(at=timezone.now()).cases == 2
        seen = ChainCheck.objects.get(hall=TOWNSHIP)
        assert seen.share == 1
        for _ in range(4):
            check_hall(at=timezone.now())
        assert ChainCheck.objects.get(hall=TOWNSHIP).faults == []
