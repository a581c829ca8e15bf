"""A county's hall moves to another cell while its cases are open and messages are on their way, up and down."""

from uuid import UUID

import pytest
from django.db import ProgrammingError

from federation.acks.rollback_guard import OlderBackup, guard_state
from govhall.casework.models import Case
from govhall.storage.material_store import read, store
from tenants.context import hall_context
from tenants.models import HallMove, Membership
from tenants.selectors import hall_by_code
from tests.builders.cells import LOWER, NAMES
from tests.builders.moving import NEW, OLD, MovingCells
from tests.builders.restored import receive, withdraw
from tests.builders.world import COUNTY, ID_NUMBER, PROVINCE, TOWNSHIP

SCAN = b'%PDF-1.7 a scan'


def open_cases(cells: MovingCells) -> tuple[UUID, UUID, UUID]:
    """One that the county holds from below, one that it has sent above, one of its own counter."""
    held, above = receive(cells, LOWER), receive(cells, LOWER)
    for case in (held, above):
        cells.pass_on(TOWNSHIP, case, COUNTY)
    cells.settle()
    cells.pass_on(COUNTY, above, PROVINCE)
    own = receive(cells, OLD)
    cells.settle()
    return held, above, own


def days(cells: MovingCells, uid: UUID) -> tuple[object, ...]:
    """What must not move with the hall."""
    case = cells.case_at(COUNTY, uid)
    assert case is not None
    dues = (case.intake_due, case.promised_due, case.statutory_due, case.review_due, case.delivery_due, case.clock_from)
    return case.number, case.state, case.custody, case.hop, case.received_at, case.event_tip, *dues


def quarantined(cells: MovingCells) -> list[tuple[object, ...]]:
    """Whatever any cell has set aside, or was alarmed by."""
    found = [row for cell in NAMES for row in cells.rows(cell, 'SELECT reason FROM fed_quarantine')]
    for cell in NAMES:
        with cells.inside(cell):
            found += [(guard_state(),)] if guard_state() else []
    return found


def test_a_hall_moves_with_open_cases_and_messages_on_their_way(apart: MovingCells) -> None:
    known = open_cases(apart)
    before = [days(apart, uid) for uid in known]
    coming, late = receive(apart, LOWER), receive(apart, LOWER)
    apart.pass_on(TOWNSHIP, coming, COUNTY)  # on the road to the old cell, and not read there before it closes
    apart.leave()
    apart.take_in(OLD)
    apart.pass_on(TOWNSHIP, late, COUNTY)  # said while nobody holds the hall open
    apart.take()
    apart.receipts(NEW)  # of the hall it says nothing yet: it is not its own
    assert apart.standing(OLD) == [('leaving', 'packed', OLD)]
    assert apart.standing(NEW) == [('arriving', 'taken', OLD)]
    assert apart.case_at(COUNTY, coming) is apart.case_at(COUNTY, coming, cell=NEW) is None
    apart.settle()
    assert apart.standing(OLD) == [('gone', 'gone', NEW)]
    assert apart.standing(NEW) == [('', 'opened', NEW)]
    assert [days(apart, uid) for uid in known] == before
    apart.pass_on(PROVINCE, known[1], COUNTY)  # straight to the new cell
    apart.settle()
    apart.catch_up()
    everything = (*known, coming, late)
    assert [apart.holders(uid) for uid in everything] == [[COUNTY]] * 5
    for uid in everything:
        apart.act_at(COUNTY, uid, withdraw)
    apart.settle()
    apart.catch_up()
    below = [apart.case_at(TOWNSHIP, uid) for uid in everything if uid != known[2]]
    assert [one and one.outcome_data['kind'] for one in below] == ['withdrawn'] * 4
    assert (apart.histories(), quarantined(apart)) == ({}, [])


def test_what_the_hall_kept_is_read_at_its_new_cell_with_that_cell_s_own_key(apart: MovingCells) -> None:
    case = receive(apart, OLD)
    with apart.inside(OLD), hall_context(hall_by_code(COUNTY)):
        scan = store(SCAN)
    apart.move()
    with apart.inside(NEW), hall_context(hall_by_code(COUNTY)):
        assert read(scan) == SCAN
        found = Case.objects.get(uid=case)
        assert found.applicant.id_number == ID_NUMBER
        index = Case._meta.get_field('applicant_index')
        assert bytes(found.applicant_index) in index.candidates(ID_NUMBER)  # type: ignore[union-attr]
        clerk = Membership.objects.get(hall__code=COUNTY, person__name='王办事').person_id
    seals = apart.rows(NEW, f'SELECT get_byte(applicant_data, 0) FROM h_{COUNTY.lower()}.casework_case')
    assert seals == [(2,)]
    with apart.inside(NEW):
        people = HallMove.objects.get(hall=COUNTY).people
    acted = apart.rows(NEW, f'SELECT DISTINCT actor FROM h_{COUNTY.lower()}.casework_event WHERE actor IS NOT NULL')
    assert [people[str(row[0])] for row in acted] == [clerk]


def test_nothing_of_the_hall_can_be_read_in_the_package(apart: MovingCells) -> None:
    receive(apart, OLD)
    apart.leave()
    text = apart.package.read_bytes()
    assert ID_NUMBER.encode() not in text
    assert '张小明'.encode() not in text and '王办事'.encode() not in text
    assert apart.package.stat().st_mode & 0o077 == 0


def test_the_first_message_from_the_new_cell_opens_an_epoch_behind_what_was_said(apart: MovingCells) -> None:
    case = receive(apart, LOWER)
    apart.pass_on(TOWNSHIP, case, COUNTY)
    apart.settle()
    apart.move()
    said = f"SELECT epoch, seq, base FROM fed_sent WHERE sender = '{COUNTY}' AND recipient = '{TOWNSHIP}' ORDER BY seq"
    before = apart.rows(NEW, said)
    apart.pass_on(COUNTY, case, TOWNSHIP)
    apart.settle()
    epoch, sequence, base = apart.rows(NEW, said)[-1]
    assert (sequence, base) == (len(before) + 1, len(before))
    assert apart.rows(LOWER, f"SELECT epoch FROM fed_hall_entry WHERE code = '{COUNTY}'") == [(epoch,)]
    assert epoch > 1  # type: ignore[operator]
    assert apart.holders(case) == [TOWNSHIP]


def test_a_hall_that_came_back_is_where_it_was(apart: MovingCells) -> None:
    case = receive(apart, OLD)
    apart.move()
    apart.finish(OLD)
    apart.move_back()
    assert (apart.standing(OLD), apart.home(COUNTY)) == ([('', 'opened', OLD)], OLD)
    assert apart.standing(NEW) == [('gone', 'gone', OLD)]
    apart.act_at(COUNTY, case, withdraw)


def what_the_new_cell_has_of_a_message_read_while_the_hall_was_closed(cells: MovingCells) -> list[object]:
    """A token reaches the old cell after its hall was packed."""
    case = receive(cells, LOWER)
    cells.leave()
    cells.pass_on(TOWNSHIP, case, COUNTY)
    cells.take_in(OLD)
    cells.receipts(OLD)
    cells.take()
    cells.settle()
    cells.catch_up()
    return [cells.holders(case), cells.histories() == {}]


def test_what_is_let_go_at_the_old_cell_is_said_again_to_the_new_one(apart: MovingCells) -> None:
    assert what_the_new_cell_has_of_a_message_read_while_the_hall_was_closed(apart) == [[COUNTY], True]


def test_an_intake_that_does_not_know_that_the_hall_is_closed_is_refused_by_the_database(
    apart: MovingCells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the second in which it has not looked: what it applied there would be in no copy."""
    monkeypatch.setattr('federation.intake.address_book.statuses', dict)
    with pytest.raises(ProgrammingError, match='permission denied'):
        what_the_new_cell_has_of_a_message_read_while_the_hall_was_closed(apart)


def test_and_applied_with_more_rights_it_would_be_found_out(
    apart: MovingCells, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new cell learns from its neighbours that they know more of the hall than its copy, and stops."""
    monkeypatch.setattr('federation.intake.address_book.statuses', dict)
    monkeypatch.setattr('govhall.operations.moves.old_cell.withhold_hall', lambda cursor, schema: None)
    with pytest.raises(OlderBackup):
        what_the_new_cell_has_of_a_message_read_while_the_hall_was_closed(apart)
