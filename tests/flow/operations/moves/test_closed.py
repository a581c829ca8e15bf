"""A hall that is closed for its move: the database itself refuses, and what works behind the counters holds still."""

from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from msgspec.structs import replace

from deploy.local.cells import DatabaseRole
from federation.acks.authorisation import NotItsOwn
from federation.contracts.directory import HallEntered
from federation.contracts.transport import HallGiven, HallKept, HallTaken
from federation.directory.selectors import entry
from federation.hall_moves.handlers import given, kept, taken
from federation.inbox.directory import hall_entered
from federation.inbox.messages import EntryContext, MessageContext
from federation.keys.new_keys import new_key
from govhall.casework.models import Case
from govhall.kernel.ids import new_uid
from govhall.kernel.kept import forget
from govhall.operations.moves.holdings import MOVES, PERSONS, SPECIAL, STAYS
from govhall.project.rights import PUBLIC, TENANT, grant_hall, withhold_hall
from tenants.context import hall_context
from tenants.models import Hall, HallMove, HallStatus, MoveStep
from tenants.selectors import hall_by_code, local_halls
from tenants.tasks import HallTask
from tests.builders.committed import Committed
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World


class Noting(HallTask):
    """Notes that it ran."""

    name = 'tests.noting_the_move'
    ran = 0

    def run(self, *, hall: str) -> None:
        """Run."""
        self.ran += 1


def test_every_public_table_is_said_to_move_or_to_stay() -> None:
    moved = {move.table for move in MOVES}
    assert moved | set(SPECIAL) | set(STAYS) == set(PUBLIC) | {'tenants_hostname'}
    assert len(MOVES) + len(SPECIAL) + len(STAYS) == len(PUBLIC) + 1, 'none of them twice'
    assert set(PERSONS) <= set(TENANT)


def test_no_process_can_write_to_a_hall_that_is_closed_for_its_move(committed: Committed) -> None:
    case = committed.receive(TOWNSHIP, HYGIENE)
    schema = committed.hall(TOWNSHIP).schema_name

    def touch() -> int:
        with hall_context(hall_by_code(TOWNSHIP)):
            return Case.objects.filter(uid=case.uid).update(note='试')

    with transaction.atomic(), connection.cursor() as cursor:
        withhold_hall(cursor, schema)
    for role in (DatabaseRole.WEB, DatabaseRole.INTAKE):
        with committed.process_of(role), pytest.raises(ProgrammingError):
            touch()
    assert committed.case(TOWNSHIP, case.uid).note != '试'
    with transaction.atomic(), connection.cursor() as cursor:
        grant_hall(cursor, schema)
    with committed.process_of(DatabaseRole.WEB):
        assert touch() == 1


def test_an_upgrade_in_the_middle_of_a_move_does_not_open_the_hall(committed: Committed) -> None:
    committed.receive(TOWNSHIP, HYGIENE)
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.LEAVING)
    call_command('grant_rights')
    asked = "SELECT has_table_privilege('govhall_web', %s, 'INSERT')"
    with connection.cursor() as cursor:
        found = []
        for hall in (TOWNSHIP, COUNTY):
            cursor.execute(asked, [f'{committed.hall(hall).schema_name}.casework_case'])
            found.append(cursor.fetchone()[0])
    assert found == [False, True]


@pytest.mark.parametrize('status', [HallStatus.LEAVING, HallStatus.GONE, HallStatus.ARRIVING])
def test_work_behind_the_counters_holds_still_while_the_hall_moves(world: World, status: HallStatus) -> None:
    task = Noting()
    task(hall=TOWNSHIP)
    Hall.objects.filter(code=TOWNSHIP).update(status=status)  # read anew: this process still thinks it open
    task(hall=TOWNSHIP)
    assert task.ran == 1


def test_who_has_left_or_is_only_arriving_is_no_hall_of_this_cell(world: World) -> None:
    of = {status: hall.code for status, hall in zip(HallStatus, local_halls(), strict=False)}
    for status, code in of.items():
        Hall.objects.filter(code=code).update(status=status)
    forget()
    here = {hall.code for hall in local_halls()}
    assert {of[HallStatus.OPEN], of[HallStatus.LEAVING]} <= here
    assert not {of[HallStatus.GONE], of[HallStatus.ARRIVING]} & here


@pytest.mark.parametrize(
    ('giver', 'told'),
    [
        ('stranger', HallGiven(cell='stranger', hall=TOWNSHIP, to='stranger', epoch=9)),
        ('stranger', HallGiven(cell='bazhong', hall=TOWNSHIP, to='stranger', epoch=9)),
        ('bazhong', HallGiven(cell='bazhong', hall=TOWNSHIP, to='nowhere', epoch=9)),
        ('bazhong', HallGiven(cell='bazhong', hall=TOWNSHIP, to='bazhong', epoch=1)),
    ],
    ids=['of another', 'in the name of another', 'to nobody of the federation', 'in an old epoch'],
)
def test_the_root_moves_no_hall_that_is_not_the_giver_s_own_to_give(world: World, giver: str, told: HallGiven) -> None:
    cell = entry(TOWNSHIP).cell
    told = HallGiven(
        **{name: cell if getattr(told, name) == 'bazhong' else getattr(told, name) for name in told.__struct_fields__}
    )
    sender = cell if giver == 'bazhong' else giver
    before = entry(TOWNSHIP)
    delivery = MessageContext(sender, cell, new_uid(), 0, timezone.now(), new_uid())
    with pytest.raises(NotItsOwn):
        given([(told, delivery)])
    assert (entry(TOWNSHIP).cell, entry(TOWNSHIP).version) == (before.cell, before.version)


def test_a_hall_is_not_moved_by_a_line_in_a_file(world: World, tmp_path: Path) -> None:
    held = entry(TOWNSHIP)
    line = {name: getattr(held, name) for name in HallEntered.__struct_fields__}
    file = tmp_path / 'directory.json'
    file.write_bytes(msgspec.json.encode({'halls': [{**line, 'cell': 'elsewhere', 'version': held.version + 1}]}))
    with pytest.raises(CommandError, match='move_hall'):
        call_command('enter_directory', str(file))
    assert entry(TOWNSHIP).cell == held.cell


def test_the_intake_may_settle_a_move_and_nothing_else_of_a_hall(committed: Committed) -> None:
    """The whole talk of a move, with the rights that the process has: this cell is the old one and the root."""
    here = entry(TOWNSHIP).cell
    other = new_key('elsewhere', of_cell=True).owner
    package = '0' * 64
    HallMove.objects.create(hall=TOWNSHIP, cell=other, step=MoveStep.PACKED, epoch=7, package=package)
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.LEAVING)

    def said_by(cell: str) -> MessageContext:
        return MessageContext(cell, here, new_uid(), 0, timezone.now(), new_uid())

    with committed.process_of(DatabaseRole.INTAKE), transaction.atomic():
        for wrong in ('1' * 64, package):
            taken([(HallTaken(cell=other, hall=TOWNSHIP, package=wrong), said_by(other))])
        kept([(HallKept(cell=other, hall=TOWNSHIP, package=package), said_by(other))])
        given([(HallGiven(cell=here, hall=TOWNSHIP, to=other, epoch=7), said_by(here))] * 2)
        moved = entry(TOWNSHIP)
        told = HallEntered(**{name: getattr(moved, name) for name in HallEntered.__struct_fields__})
        hall_entered(told, EntryContext('', here, [], b''))
    assert (moved.cell, moved.moved_from, moved.epoch) == (other, here, 7)
    assert (Hall.objects.get(code=TOWNSHIP).status, HallMove.objects.get().step) == ('gone', 'gone')
    with connection.cursor() as cursor:
        cursor.execute("SELECT type FROM fed_outbox WHERE type LIKE 'transport.%' OR type LIKE 'directory.hall%'")
        said = sorted(row[0] for row in cursor.fetchall())
    assert said == ['directory.hall.v1', 'transport.given.v1', 'transport.kept.v1']
    back = {'cell': here, 'moved_from': other, 'epoch': 8, 'version': told.version + 1}
    HallMove.objects.update(step=MoveStep.TAKEN, epoch=8)
    Hall.objects.filter(code=TOWNSHIP).update(status=HallStatus.ARRIVING)
    with committed.process_of(DatabaseRole.INTAKE), transaction.atomic():
        hall_entered(replace(told, **back), EntryContext('', here, [], b''))
    assert (Hall.objects.get(code=TOWNSHIP).status, HallMove.objects.get().step) == ('', 'opened')
