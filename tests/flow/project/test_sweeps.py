"""One bad item stops nobody: every task of the schedule and every command that walks, with an item that fails."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from govhall.archive import tasks as archive_tasks
from govhall.archive.chains import tasks as chain_tasks
from govhall.archive.chains.case_chain import CaseChain, ChainFindings
from govhall.archive.chains.models import ChainCheck
from govhall.archive.services import FilesMissing
from govhall.casework.models import Case
from govhall.casework.services import resend_facts
from govhall.documents import tasks as paper_tasks
from govhall.files import arrival, uploads
from govhall.files import tasks as file_tasks
from govhall.files.file_transfer.models import FileArriving
from govhall.kernel.ids import new_uid
from tenants.context import hall_context
from tenants.models import SetAside
from tenants.sweep import each, try_again_now
from tests.builders.world import BIRTH, COUNTY, TOWNSHIP, World

BAD, GOOD = new_uid(), new_uid()
current_app.autodiscover_tasks(force=True)  # as a worker does
# Which name of which module does the work for one item, for each task of a hall.
OF_HALLS = {
    'casework.deem_accepted': ('deem_accepted', 'cases', 'casework.sweep_intake'),
    'casework.deem_renewed': ('deem_renewed', 'cases', 'casework.sweep_renewals'),
    'casework.archive': ('archive_case', 'cases', 'casework.sweep_archive'),
    'casework.recount': ('recount', 'cases', 'casework.sweep_provisional'),
    'casework.delete_idle': ('delete_idle', 'applications', 'casework.sweep_online'),
    'casework.receive_unopened': ('receive_unopened', 'applications', 'casework.sweep_unopened'),
}
# Which source of halls, and which task is ordered for each.
OF_THE_CELL = {
    'casework.sweep_intake': ('passed', 'deem_accepted_in_hall'),
    'casework.sweep_renewals': ('passed', 'deem_renewed_in_hall'),
    'casework.sweep_provisional': ('countable_again', 'recount_in_hall'),
    'casework.sweep_year': ('counted_through', 'recount_in_hall'),
    'casework.sweep_archive': ('passed', 'archive_in_hall'),
    'casework.sweep_online': ('passed', 'delete_idle_in_hall'),
    'casework.sweep_unopened': ('passed', 'receive_unopened_in_hall'),
    'casework.sweep_files': ('halls_with_leaving', 'carry_files_of_hall'),
    'casework.sweep_arrivals': ('halls_with_stale', 'drop_stale_of_hall'),
    'casework.sweep_facts': ('halls_with_facts_due', 'tell_facts_of_hall'),
}
# Tested one by one below, or beside what they do.
ALONE = {
    'casework.make_file': 'test_a_paper_that_can_not_be_made_is_set_aside',
    'casework.sweep_papers': 'test_a_paper_that_can_not_be_ordered_keeps_no_other_from_its_turn',
    'casework.sweep_uploads': 'test_an_upload_that_can_not_be_deleted_keeps_no_other',
    'casework.drop_stale': 'test_a_file_that_can_not_be_dropped_keeps_no_other',
    'casework.tell_facts_again': 'test_a_case_that_can_not_be_read_keeps_no_other_from_being_told',
    'casework.sweep_chains': 'test_a_hall_whose_chains_can_not_be_ordered_keeps_no_other',
    'matter_editor.publish_due': 'test_own_matters: a matter that can not be published on its day keeps no other',
    'form_editor.publish_due': 'test_editor: a form that can not be published on its day keeps no other',
    'attendance.note_unattended': 'test_windows_today: a hall that can not be looked at',
    'casework.check_chains': 'test_a_case_whose_chain_can_not_be_read_keeps_no_other_from_its_check',
    'casework.carry_files': 'test_files_refused: a file that its own hall has lost',
}
NO_WALK = {
    'casework.compare_tips': 'two statements over what one neighbour was told, and no work for each',
    'tenants.seal_audit': 'one seal over all that came since the last; none may be left out',
    'insight.send_watermarks': 'one transaction that says one moment; half of it would be a lie',
    'federation.keep_partitions': 'two functions of the database, each whole or not at all',
}


def module_of(task: str) -> ModuleType:
    """Where a task is written, whichever room it belongs to."""
    return import_module(current_app.tasks[task].__module__)


def spoilt(seen: list[str]) -> Callable[..., bool]:
    """Work that fails for one item and notes the others."""

    def work(*args: Any, **kwargs: Any) -> bool:
        item = str(kwargs.get('uid') or kwargs.get('hall') or (args and args[0]))
        if item in (str(BAD), TOWNSHIP):
            raise ValueError('a name, an identity number')
        seen.append(item)
        return True

    return work


def aside() -> list[tuple[str, str, str]]:
    return list(SetAside.objects.order_by('item').values_list('task', 'hall', 'item'))


def test_every_task_is_known_here() -> None:
    ours = {name for name in current_app.tasks if name.split('.')[0] in ('casework', 'insight', 'federation')}
    scheduled = {one['task'] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert ours | scheduled == {*OF_HALLS, *OF_THE_CELL, *ALONE, *NO_WALK}


@pytest.mark.parametrize('name', OF_HALLS)
def test_a_bad_item_of_a_hall_is_set_aside_and_the_others_are_done(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    work, under, scheduled = OF_HALLS[name]
    seen: list[str] = []
    monkeypatch.setattr(module_of(name), work, spoilt(seen))
    items = {under: [str(BAD), str(GOOD)]}
    for _ in range(2):  # the second time it waits for its turn
        current_app.tasks[name](hall=TOWNSHIP, **items)
    assert seen == [str(GOOD)] * 2
    row = SetAside.objects.get()
    assert (row.task, row.hall, row.item, row.error) == (scheduled, TOWNSHIP, str(BAD), 'ValueError')
    assert row.reason.startswith('test_sweeps.py:')  # its place, not its text
    assert (row.tries, row.not_before > timezone.now()) == (1, True)
    monkeypatch.setattr(module_of(name), work, lambda **_: True)
    try_again_now(task=scheduled)
    current_app.tasks[name](hall=TOWNSHIP, **items)
    assert not SetAside.objects.exists()


@pytest.mark.parametrize('name', OF_THE_CELL)
def test_a_hall_that_can_not_be_ordered_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source, order = OF_THE_CELL[name]
    halls: list[Any] = [TOWNSHIP, COUNTY] if source.startswith('halls') else [(TOWNSHIP, [BAD]), (COUNTY, [GOOD])]
    seen: list[str] = []
    monkeypatch.setattr(module_of(name), source, lambda *_, **__: iter(halls))
    monkeypatch.setattr(getattr(module_of(name), order), 'delay', spoilt(seen))
    current_app.tasks[name](**({'year': 2027} if name == 'casework.sweep_year' else {}))
    assert seen == [COUNTY]
    assert aside() == [(name, '', TOWNSHIP)]


def test_a_case_whose_files_are_lost_is_shown_and_not_only_left(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*, uid: UUID) -> None:
        raise FilesMissing

    monkeypatch.setattr(archive_tasks, 'archive_case', lost)
    archive_tasks.archive_in_hall(hall=TOWNSHIP, cases=[str(BAD)])
    assert SetAside.objects.get().reason == 'FILES_MISSING'


def test_a_paper_that_can_not_be_made_is_set_aside(world: World) -> None:
    paper_tasks.make_file(hall=TOWNSHIP, notice=str(BAD))
    assert aside() == [('casework.sweep_papers', TOWNSHIP, str(BAD))]


def test_a_paper_that_can_not_be_ordered_keeps_no_other_from_its_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(paper_tasks, 'claim_waiting', lambda *_, **__: [(TOWNSHIP, BAD), (COUNTY, GOOD)])
    monkeypatch.setattr(paper_tasks.make_file, 'delay', spoilt(seen))
    paper_tasks.sweep_papers()
    assert (seen, aside()) == ([COUNTY], [('casework.sweep_papers', '', str(BAD))])


def test_an_upload_that_can_not_be_deleted_keeps_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old, gone = timezone.now() - timedelta(days=2), []

    def drop(path: str, until: datetime) -> bool:
        if path == 'uploaded/bad':
            raise OSError
        gone.append(path)
        return True

    waiting = [('uploaded/bad', old), ('uploaded/good', old)]
    monkeypatch.setattr(uploads.material_store, 'uploads', lambda: iter(waiting))
    monkeypatch.setattr(uploads.material_store, 'drop_upload', drop)
    file_tasks.sweep_uploads()
    assert (gone, aside()) == (['uploaded/good'], [('casework.sweep_uploads', '', 'uploaded/bad')])


def test_a_file_that_can_not_be_dropped_keeps_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    old = timezone.now() - timedelta(days=20)
    about = {'type': 'application/pdf', 'size': 1, 'count': 1, 'sender': COUNTY, 'last_at': old, 'refused': 'damaged'}
    rows = [FileArriving.objects.create(hall=TOWNSHIP, case=uid, hash='0' * 64, **about) for uid in (BAD, GOOD)]
    forget = arrival._forget

    def forget_but_one(found: list[FileArriving]) -> None:
        if found[0].case == BAD:
            raise ValueError
        forget(found)

    monkeypatch.setattr(arrival, '_forget', forget_but_one)
    file_tasks.drop_stale_of_hall(hall=TOWNSHIP)
    assert aside() == [('casework.sweep_arrivals', TOWNSHIP, str(rows[0].pk))]


def test_a_case_that_can_not_be_read_keeps_no_other_from_being_told(world: World) -> None:
    bad, good = (world.receive(TOWNSHIP, BIRTH).uid for _ in range(2))
    with hall_context(world.hall(TOWNSHIP)), connection.cursor() as cursor:
        cursor.execute("UPDATE casework_case SET applicant_data = 'x' WHERE uid = %s", [bad])
        told: list[UUID] = []
        found = resend_facts._readable([bad, good])
        swept = each(
            found, lambda one: told.append(one.case().uid), task='casework.sweep_facts', key=lambda one: str(one.uid)
        )
    assert (told, swept.failed) == ([good], 1)
    assert SetAside.objects.get().error == 'Unreadable'


def test_the_operator_lists_what_is_set_aside_and_has_it_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(archive_tasks, 'archive_case', spoilt([]))
    archive_tasks.archive_in_hall(hall=TOWNSHIP, cases=[str(BAD)])
    monkeypatch.setattr('tenants.management.commands.set_aside.order', lambda task: sent.append(task) is None)
    call_command('set_aside', '--retry')
    said = capsys.readouterr().out
    assert f'casework.sweep_archive  {TOWNSHIP}  {BAD}  ValueError' in said
    assert '1 items set aside' in said and 'identity number' not in said
    assert sent == ['casework.sweep_archive']
    assert SetAside.objects.get().not_before <= timezone.now()


def test_a_hall_whose_chains_can_not_be_ordered_keeps_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(chain_tasks, 'local_halls', lambda: [world.hall(TOWNSHIP), world.hall(COUNTY)])
    monkeypatch.setattr(chain_tasks.check_chains_of_hall, 'delay', spoilt(seen))
    chain_tasks.sweep_chains()
    assert (seen, aside()) == ([COUNTY], [('casework.sweep_chains', '', TOWNSHIP)])


def test_a_case_whose_chain_can_not_be_read_keeps_no_other_from_its_check(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (world.receive(TOWNSHIP, BIRTH).uid for _ in range(2))
    with hall_context(world.hall(TOWNSHIP)):
        Case.objects.filter(uid=good).update(event_tip='0' * 64)
    check, seen = CaseChain.check, []

    def check_but_one(course: CaseChain, roots: Any) -> ChainFindings:
        if course.case.uid == bad:
            raise ValueError('a name, an identity number')
        seen.append(course.case.uid)
        return check(course, roots)

    monkeypatch.setattr(CaseChain, 'check', check_but_one)
    chain_tasks.check_chains_of_hall(hall=TOWNSHIP)
    assert (good in seen, aside()) == (True, [('casework.sweep_chains', TOWNSHIP, str(bad))])
    found = ChainCheck.objects.get(hall=TOWNSHIP)
    assert [(fault['case'], fault['code']) for fault in found.faults] == [(str(good), 'chain_broken')]
    monkeypatch.setattr(CaseChain, 'check', check)
    chain_tasks.check_chains_of_hall(hall=TOWNSHIP)  # the next night takes it again, though nothing of it changed
    assert not SetAside.objects.exists()


def test_a_lost_connection_is_no_items_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: int) -> None:
        raise OperationalError

    monkeypatch.setattr('tenants.sweep.connection', type('Lost', (), {'connection': None, 'in_atomic_block': False}))
    with pytest.raises(OperationalError):
        each([1, 2], gone, task='x')
    assert not SetAside.objects.exists()
