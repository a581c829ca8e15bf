"""Three cells, each with its own master key and folders; the county's hall moves from the middle one to the lower."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from deploy.local.cells import Cell
from federation.intake import mending
from federation.trust import keys
from federation.trust.models import PublicKey, TrustRoot
from govhall.project.moves.leaving import leave
from govhall.project.moves.taking import take
from tenants.models import HallMove
from tenants.sealing import keyring
from tests.builders.cells import HALLS, LOWER, MIDDLE, NAMES, UPPER, Cells
from tests.builders.world import COUNTY

OLD, NEW, ROOT = MIDDLE, LOWER, UPPER
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

    @contextmanager
    def inside(self, cell: str) -> Iterator[None]:
        """The block runs in this cell, with its master key and its folders."""
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
            super().inside(cell),
        ):
            yield

    @contextmanager
    def _keys(self) -> Iterator[None]:
        keyring.cache_clear()
        try:
            yield
        finally:
            keyring.cache_clear()
            keys.forget()

    def make(self) -> None:
        """As before; the upper cell enters the directory, and only the middle one has anything of the county."""
        super().make()
        for cell in NAMES:
            with self.inside(cell), connection.cursor() as cursor:
                root = PublicKey.objects.get(owner=ROOT)
                TrustRoot.objects.update(cell=ROOT, key_id=root.key_id)
                own = [cell, HALLS[cell]]
                cursor.execute('DELETE FROM fed_private_key WHERE owner <> ALL(%s)', [own])
                if cell == NEW:
                    cursor.execute(f'DROP SCHEMA h_{COUNTY.lower()} CASCADE')
            keys.forget()

    # what the operators do

    def leave(self, *, wait: float = 0.0) -> HallMove:
        """At the old cell: close the county's hall and pack it."""
        with self.inside(OLD):
            return leave(COUNTY, to=NEW, path=self.package, wait=wait)

    def take(self, *, same_people: bool = False) -> HallMove:
        """At the new cell: take the package."""
        with self.inside(NEW):
            return take(self.package, same_people=same_people)

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
    cell: Cell, committed_world: str, django_db_blocker: DjangoDbBlocker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MovingCells]:
    """Three cells with nothing in them."""
    monkeypatch.setattr(mending, 'LOOK_SECONDS', 0.0)
    with django_db_blocker.unblock():
        made = MovingCells(cell, committed_world, tmp_path)
        made.drop()
        made.make()
        yield made
        made.drop()
