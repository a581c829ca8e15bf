"""Three cells, each with its own master key and folders; the county's hall moves from the middle one to the lower."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell, DatabaseRole
from federation.intake import restore_mode
from federation.link.topics import Lane
from federation.trust import keys
from federation.trust.models import PublicKey, TrustRoot
from govhall.casework.models import Case
from govhall.casework.rules.states import Custody
from govhall.casework.services.change import Change, changing
from govhall.casework.services.custody import hand_over
from govhall.operations.moves.new_cell import discard, take
from govhall.operations.moves.old_cell import finish, keep, leave
from tenants.context import hall_context
from tenants.models import HallMove
from tenants.sealing import keyring
from tenants.selectors import hall_by_code
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, UPPER, Cells
from tests.builders.world import COUNTY

OLD, NEW, ROOT = MIDDLE, LOWER, UPPER
Stream = tuple[object, ...]  # case, sender, recipient
SECRETS = {
    LOWER: '2:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBE=',
    MIDDLE: '3:CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCI=',
    UPPER: '4:DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDM=',
}


class MovingCells(Cells):
    """The cells of `tests.builders.cells`, farther apart: nothing of one can be read with what another has."""

    def __init__(self, server: Cell, template: str, folder: Path) -> None:
        super().__init__(server, template)
        self.folder = folder
        self.package = folder / 'county.hall'
        self.is_apart = False
        self._down: set[str] = set()
        self._held: set[tuple[str, str]] = set()

    @contextmanager
    def inside(self, cell: str, role: DatabaseRole = DatabaseRole.OWNER) -> Iterator[None]:
        """The block runs in this cell, with the rights of this role, its master key and its folders."""
        if not self.is_apart:  # the databases are still copied from one another
            with super().inside(cell, role):
                yield
            return
        data = self.folder / cell
        stores = {
            name: {**store, 'OPTIONS': {'location': str(data / name)}} if name in ('materials', 'archives') else store
            for name, store in settings.STORAGES.items()
        }
        made_with = [] if settings.MASTER_KEY in SECRETS.values() else [settings.MASTER_KEY]
        known = made_with or settings.OLD_MASTER_KEYS
        with (
            override_settings(DATA=data, STORAGES=stores, MASTER_KEY=SECRETS[cell], OLD_MASTER_KEYS=known),
            self._keys(),
            super().inside(cell, role),
        ):
            yield

    @contextmanager
    def _keys(self) -> Iterator[None]:
        keyring.cache_clear()
        try:
            yield
        finally:
            keyring.cache_clear()
            keys.forget_keys()

    def make(self) -> None:
        """As before; the upper cell enters the directory, and only the middle one has anything of the county."""
        super().make()
        self.is_apart = True
        for cell in NAMES:
            with self.inside(cell), connection.cursor() as cursor:
                root = PublicKey.objects.get(owner=ROOT)
                TrustRoot.objects.update(cell=ROOT, key_id=root.key_id)
                own = [cell, HALLS[cell]]
                cursor.execute('DELETE FROM fed_private_key WHERE owner <> ALL(%s)', [own])
                if cell == NEW:
                    cursor.execute(f'DROP SCHEMA h_{COUNTY.lower()} CASCADE')
            keys.forget_keys()

    # what the operators do

    def leave(self) -> HallMove:
        """At the old cell: close the county's hall and pack it."""
        self.send(OLD)
        with self.inside(OLD):
            return leave(COUNTY, to=NEW, path=self.package, wait=0.0)

    def take(self, *, same_people: bool = False) -> HallMove:
        """At the new cell: take the package."""
        with self.inside(NEW):
            move = take(self.package, same_people=same_people)
        self.send(NEW)
        return move

    def keep(self) -> None:
        """At the old cell: cancel."""
        with self.inside(OLD):
            keep(COUNTY)

    def finish(self, cell: str) -> int:
        """At the cell that the hall has left: tidy up."""
        with self.inside(cell):
            return finish(COUNTY)

    def discard(self) -> int:
        """At the new cell: throw the copy away."""
        with self.inside(NEW):
            return discard(COUNTY)

    def move_back(self) -> None:
        """From the new cell to the old one again."""
        self.send(NEW)
        with self.inside(NEW):
            leave(COUNTY, to=OLD, path=self.package, wait=0.0)
        with self.inside(OLD):
            take(self.package, same_people=True)
        self.settle()

    @contextmanager
    def line_down(self, cell: str) -> Iterator[None]:
        """What the cell says stays in its outbox."""
        self._down.add(cell)
        try:
            yield
        finally:
            self._down.discard(cell)

    def send(self, cell: str) -> None:
        """What waits in the cell's outbox leaves it, if the line is up."""
        if cell not in self._down:
            super().send(cell)

    @contextmanager
    def receipts_held(self, sender: str, reader: str) -> Iterator[None]:
        """What the one cell says of the road, the other reads only afterwards."""
        self._held.add((sender, reader))
        try:
            yield
        finally:
            self._held.discard((sender, reader))

    def take_in(self, cell: str, *senders: str, lanes: Sequence[Lane] = tuple(Lane)) -> int:
        """As before, but for receipts that are held."""
        heard = [sender for sender in senders or NAMES if (sender, cell) not in self._held]
        rest = [sender for sender in senders or NAMES if (sender, cell) in self._held]
        done = super().take_in(cell, *heard, lanes=lanes)
        beside = [lane for lane in lanes if lane is not Lane.RECEIPTS]
        return done + (super().take_in(cell, *rest, lanes=beside) if rest else 0)

    def move(self) -> None:
        """All of it, until the directory has told everybody."""
        self.leave()
        self.take()
        self.settle()

    def catch_up(self) -> None:
        """What was let go or lost is said again: all have read all, some minutes later."""
        later: datetime = timezone.now() + timedelta(minutes=10)
        for cell in NAMES:
            self.receipts(cell, as_of=later)
        self.settle()
        for cell in NAMES:
            self.say_again(cell)
        self.settle()

    # what halls do, wherever they are

    def home(self, hall: str) -> str:
        """The cell that holds the hall, as the root has it."""
        return str(self.rows(ROOT, f"SELECT cell FROM fed_hall_entry WHERE code = '{hall}'")[0][0])

    def is_open(self, hall: str) -> bool:
        """Whether people at the hall can work."""
        query = f"SELECT standing FROM tenants_hall WHERE code = '{hall}'"
        return self.rows(self.home(hall), query) == [('',)]

    def act_at(self, hall: str, uid: UUID, work: Callable[[Change], object]) -> None:
        """Change a case at a hall as somebody there would."""
        cell = self.home(hall)
        with (
            self.inside(cell, DatabaseRole.WEB),
            hall_context(hall_by_code(hall)),
            changing(uid, actor=None, at=timezone.now()) as change,
        ):
            work(change)
        self.send(cell)

    def pass_on(self, sender: str, uid: UUID, recipient: str) -> None:
        """Give the token of a case from one hall to another."""
        self.act_at(sender, uid, lambda change: hand_over(change, recipient, kind='return', reason='试'))

    def case_at(self, hall: str, uid: UUID, *, cell: str = '') -> Case | None:
        """The case as the hall knows it, at its cell or at the one that is named."""
        with self.inside(cell or self.home(hall)), hall_context(hall_by_code(hall)):
            return Case.objects.filter(uid=uid).first()

    def holders(self, uid: UUID) -> list[str]:
        """The halls that may decide the case, over all cells in which the hall is open."""
        found = []
        for hall in HALLS.values():
            for cell in NAMES:
                query = f"SELECT 1 FROM tenants_hall WHERE code = '{hall}' AND standing = ''"
                if self.rows(cell, query):
                    case = self.case_at(hall, uid, cell=cell)
                    if case is not None and case.custody == Custody.HELD and not case.outcome_data:
                        found.append(hall)
        return found

    def histories(self) -> dict[Stream, tuple[list[object], list[object]]]:
        """Of each stream what was said and what took effect, in order, byte for byte; only those that differ."""
        said: dict[Stream, list[object]] = {}
        taken: dict[Stream, list[object]] = {}
        for hall in HALLS.values():
            place = 'SELECT subject, sender, recipient, seq, type, body, previous FROM'
            cell = self.home(hall)
            for row in self.rows(cell, f"{place} fed_sent WHERE sender = '{hall}' ORDER BY seq"):
                said.setdefault(row[:3], []).append((row[3], row[4], bytes(row[5]), row[6]))  # type: ignore[arg-type]
            for row in self.rows(cell, f"{place} fed_inbox WHERE recipient = '{hall}' ORDER BY applied_at, seq"):
                taken.setdefault(row[:3], []).append((row[3], row[4], bytes(row[5]), row[6]))  # type: ignore[arg-type]
        return {key: (said.get(key, []), taken.get(key, [])) for key in said | taken if said.get(key) != taken.get(key)}

    def standing(self, cell: str) -> list[tuple[object, ...]]:
        """What the cell thinks of the county's hall: its standing, the step of the move, where the directory has it."""
        return self.rows(
            cell,
            'SELECT hall.standing, move.step, entry.cell FROM fed_hall_entry entry'
            ' LEFT JOIN tenants_hall hall ON hall.code = entry.code LEFT JOIN hall_move move ON move.hall = entry.code'
            f" WHERE entry.code = '{COUNTY}'",
        )


@pytest.fixture
def apart(
    cell: Cell,
    committed_world: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MovingCells]:
    """Three cells with nothing in them."""
    monkeypatch.setattr(restore_mode, 'LOOK_SECONDS', 0.0)
    with django_db_blocker.unblock():
        made = MovingCells(cell, committed_world, tmp_path)
        made.drop()
        made.make()
        yield made
        made.drop()
