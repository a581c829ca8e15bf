"""Each step of a move when it isn't its turn, or breaks off: a sentence, and nothing changed."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from federation.acks.rollback_guard import guard_state
from federation.repair.restored_cell import declare_restored
from govhall.operations.moves.new_cell import CannotTake, NothingToDiscard, take
from govhall.operations.moves.old_cell import MoveBlocked, NotItsTurn, leave
from govhall.operations.moves.package import MANIFEST, BadPackage, MoveManifest
from govhall.operations.moves.package_export import NotDrained
from govhall.operations.moves.preview import preview
from tenants.context import hall_context
from tenants.models import Membership, Person
from tenants.selectors import hall_by_code
from tests.builders.cells import LOWER
from tests.builders.moving import NEW, OLD, ROOT, MovingCells
from tests.builders.restored import ask, receive, withdraw
from tests.builders.world import COUNTY, PROVINCE, TOWNSHIP

SCHEMA = f'h_{COUNTY.lower()}'


class PowerCut(Exception):
    """The command ends here."""


def cut_after(members: int) -> Callable[..., None]:
    """Something that is told of progress, and ends it at that many steps."""
    left = iter(range(members))

    def advance(*_: object) -> None:
        if next(left, None) is None:
            raise PowerCut

    return advance


def left_of_the_hall(cells: MovingCells, cell: str) -> list[str]:
    """What a cell has of the county's hall."""
    queries = {
        'schema': f"SELECT 1 FROM pg_namespace WHERE nspname = '{SCHEMA}'",
        'key': f"SELECT 1 FROM fed_private_key WHERE owner = '{COUNTY}'",
        'cursors': f"SELECT 1 FROM fed_cursor WHERE recipient = '{COUNTY}'",
        'sent': f"SELECT 1 FROM fed_sent WHERE sender = '{COUNTY}'",
        'facts': f"SELECT 1 FROM insight_fact WHERE hall = '{COUNTY}'",
        'people': 'SELECT 1 FROM tenants_membership m JOIN tenants_hall h ON h.id = m.hall_id WHERE h.code = '
        f"'{COUNTY}'",
    }
    files = [path for path in (cells.folder / cell).rglob('*') if path.is_file()]
    return [name for name, query in queries.items() if cells.rows(cell, query)] + ['files'] * bool(files)


def changed(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The package with its members as `change` makes them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, 'w') as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_only_the_very_package_of_the_old_cell_is_taken_and_only_by_the_new_one(
    apart: MovingCells, tmp_path: Path
) -> None:
    receive(apart, OLD)
    apart.leave()

    def one_byte(name: str, member: bytes) -> bytes:
        return member[:-1] + bytes([member[-1] ^ 1]) if name.startswith('hall/casework_case/') else member

    def other_epoch(name: str, member: bytes) -> bytes:
        if name != MANIFEST:
            return member
        manifest = msgspec.json.decode(member, type=MoveManifest)
        return msgspec.json.encode(msgspec.structs.replace(manifest, epoch=manifest.epoch + 1))

    def other_signer(name: str, member: bytes) -> bytes:
        ((key,),) = apart.rows(ROOT, f"SELECT key_id FROM fed_private_key WHERE owner = '{ROOT}'")
        return member.replace(b'"signed_by":"middle.', f'"signed_by":"{key}'.encode()) if name == MANIFEST else member

    bad = [
        changed(apart.package, tmp_path / f'{make.__name__}', make) for make in (one_byte, other_epoch, other_signer)
    ]
    bad.append(tmp_path / 'half')
    bad[-1].write_bytes(apart.package.read_bytes()[:-2000])
    with apart.inside(NEW):
        for path in bad:
            with pytest.raises(BadPackage):
                take(path)
    with apart.inside(ROOT), pytest.raises(BadPackage, match='给节点 lower'):
        take(apart.package)
    assert left_of_the_hall(apart, NEW) == []
    apart.take()


def test_a_cell_that_does_not_hold_the_hall_packs_in_vain(apart: MovingCells) -> None:
    """The old cell's copy, once the directory says otherwise, moves nothing a second time."""
    apart.leave()
    again = apart.package.read_bytes()
    apart.take()
    apart.settle()
    with apart.inside(NEW):
        assert take(apart.package).step == 'opened'  # run again, it says so
    apart.finish(OLD)
    apart.move_back()
    apart.package.write_bytes(again)
    with apart.inside(NEW), pytest.raises(CannotTake, match=f'{NEW}|以前'):
        take(apart.package)
    assert apart.home(COUNTY) == OLD


def test_a_copy_broken_off_anywhere_is_no_copy_and_the_next_run_does_it(apart: MovingCells) -> None:
    case = receive(apart, OLD)
    apart.settle()
    with apart.inside(OLD), pytest.raises(PowerCut):
        leave(COUNTY, to=NEW, path=apart.package, wait=0, advance=cut_after(5))
    assert not list(apart.folder.glob('county.hall*'))
    assert apart.standing(OLD) == [('leaving', 'closed', OLD)]
    apart.leave()
    with zipfile.ZipFile(apart.package) as package:
        steps = len(package.namelist()) - 2
    for steps_done in (1, steps + 1, steps + 4):
        with apart.inside(NEW), pytest.raises(PowerCut):
            take(apart.package, advance=cut_after(steps_done))
        assert left_of_the_hall(apart, NEW) == []
    apart.take()
    apart.settle()
    apart.act_at(COUNTY, case, withdraw)
    assert apart.home(COUNTY) == NEW


def test_what_the_hall_has_said_leaves_before_it_is_packed(apart: MovingCells) -> None:
    case = receive(apart, LOWER)
    apart.pass_on(TOWNSHIP, case, COUNTY)
    apart.take_in(OLD)
    with apart.line_down(OLD):
        apart.pass_on(COUNTY, case, PROVINCE)
        with pytest.raises(NotDrained):
            apart.leave()
    assert apart.standing(OLD) == [('leaving', 'closed', OLD)]
    assert not apart.package.exists()
    apart.send(OLD)
    apart.leave()
    apart.take()
    apart.settle()
    apart.catch_up()
    assert (apart.holders(case), apart.histories()) == ([PROVINCE], {})


def test_cancelled_the_hall_goes_on_where_it_was_and_its_package_opens_nowhere(apart: MovingCells) -> None:
    case = receive(apart, LOWER)
    apart.leave()
    with apart.inside(NEW), pytest.raises(NothingToDiscard):
        apart.discard()
    apart.pass_on(TOWNSHIP, case, COUNTY)
    apart.take_in(OLD)  # let go, as the hall is closed
    apart.take()
    apart.keep()
    assert apart.standing(OLD) == [('', None, OLD)]
    apart.settle()
    assert apart.standing(NEW) == [('arriving', 'kept', OLD)]
    apart.catch_up()
    assert (apart.holders(case), apart.home(COUNTY)) == ([COUNTY], OLD)
    with apart.inside(NEW), pytest.raises(CannotTake, match='--discard'):
        take(_as_another(apart))
    apart.discard()
    assert left_of_the_hall(apart, NEW) == []
    apart.act_at(COUNTY, case, withdraw)
    apart.move()  # and it may be tried again
    assert (apart.standing(NEW), apart.histories()) == ([('', 'opened', NEW)], {})


def _as_another(cells: MovingCells) -> Path:
    """A second package, made after the first was cancelled."""
    cells.leave()
    cells.keep()
    return cells.package


def test_once_given_there_is_no_way_back_and_before_it_nothing_is_tidied(apart: MovingCells) -> None:
    receive(apart, OLD)
    with pytest.raises(NotItsTurn):
        apart.keep()
    apart.leave()
    with pytest.raises(NotItsTurn):
        apart.finish(OLD)
    apart.take()
    apart.take_in(OLD)  # hears that it was taken
    for step in (apart.keep, apart.leave, lambda: apart.finish(OLD)):
        with pytest.raises(NotItsTurn):
            step()
    assert apart.standing(OLD) == [('leaving', 'given', OLD)]
    apart.settle()
    with pytest.raises(NotItsTurn):
        apart.leave()


def test_tidied_up_the_old_cell_has_nothing_of_the_hall_and_receipts_do_not_alarm_it(apart: MovingCells) -> None:
    case = receive(apart, LOWER)
    apart.pass_on(TOWNSHIP, case, COUNTY)
    apart.settle()
    apart.pass_on(COUNTY, case, PROVINCE)
    apart.take_in(ROOT)
    with apart.receipts_held(ROOT, OLD):
        apart.receipts(ROOT)  # of what the county has said, and read only when it has gone
        apart.move()
        apart.finish(OLD)
        apart.finish(OLD)
    assert left_of_the_hall(apart, OLD) == []
    apart.settle()
    with apart.inside(OLD):
        assert guard_state() == ''
    apart.catch_up()
    assert (apart.holders(case), apart.histories()) == ([PROVINCE], {})


def test_a_user_name_that_both_cells_have_is_looked_at_by_a_person(apart: MovingCells) -> None:
    receive(apart, OLD)
    with apart.inside(OLD):
        username = Membership.objects.get(hall__code=COUNTY).person.username
    apart.leave()
    with apart.inside(NEW):
        other = Person.objects.create_user(username, '李别人')
    with pytest.raises(CannotTake, match='是别人的'):
        apart.take(same_people=True)
    with apart.inside(NEW):
        Person.objects.filter(pk=other.pk).update(name='王办事')
    with pytest.raises(CannotTake, match='--same-people'):
        apart.take()
    assert left_of_the_hall(apart, NEW) == []
    apart.take(same_people=True)
    assert apart.rows(NEW, f'SELECT person_id FROM tenants_membership WHERE person_id = {other.pk}')


def test_preview_says_what_goes_along_and_what_forbids_it(apart: MovingCells) -> None:
    case = receive(apart, LOWER)
    apart.pass_on(TOWNSHIP, case, COUNTY)
    apart.settle()
    with apart.inside(OLD):
        assert preview(COUNTY, to=NEW).blocks == []
        assert preview(COUNTY, to=NEW).figures['未办结'] == 1
        for nowhere in (OLD, 'nowhere'):
            assert preview(COUNTY, to=nowhere).blocks
            with pytest.raises(MoveBlocked):
                leave(COUNTY, to=nowhere, path=apart.package)
        with hall_context(hall_by_code(COUNTY)):
            assert not apart.package.exists()
    assert apart.standing(OLD) == [('', None, OLD)]
    apart.back_up(OLD)
    ask(apart, case)
    apart.restore(OLD)
    with apart.inside(OLD):
        declare_restored()
        assert any('恢复' in block for block in preview(COUNTY, to=NEW).blocks)
