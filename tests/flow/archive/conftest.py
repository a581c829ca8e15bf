"""A closed case at a township, and its package in a storage of this test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from govhall.archive.models import CaseArchive
from govhall.archive.services import archive_case
from govhall.casework.acts.attach import attach_file
from govhall.casework.acts.deliver import deliver_case
from govhall.casework.acts.on_the_spot import decide_on_the_spot
from govhall.casework.models import Case
from tenants.access import Actor
from tenants.context import hall_context
from tests.builders.archived import DONE
from tests.builders.charging import TEST_FEE, assess, charge_for
from tests.builders.files import PDF
from tests.builders.world import BIRTH, TOWNSHIP, World


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The storage of this test."""
    backend = 'django.core.files.storage.FileSystemStorage'
    settings.STORAGES = settings.STORAGES | {
        'archives': {'BACKEND': backend, 'OPTIONS': {'location': str(tmp_path)}},
        'materials': {'BACKEND': backend, 'OPTIONS': {'location': str(tmp_path / 'materials')}},
    }
    return tmp_path


@pytest.fixture
def chief(world: World) -> Actor:
    return world.chief(TOWNSHIP)


@pytest.fixture
def case(world: World, chief: Actor) -> Iterator[Case]:
    """A birth registered on the spot and delivered; the township's schema stays set."""
    charge_for(BIRTH, TEST_FEE)
    received = world.receive(TOWNSHIP, BIRTH, at=DONE)
    with hall_context(world.hall(TOWNSHIP)):
        attached = attach_file(
            uid=received.uid, version=received.version, actor=chief, paper=received.papers[0].code, content=PDF, at=DONE
        )
        decided = decide_on_the_spot(uid=attached.uid, version=attached.version, actor=chief, at=DONE)
        assess(decided, chief)
        decided.refresh_from_db()
        yield deliver_case(uid=decided.uid, version=decided.version, actor=chief, at=DONE)


@pytest.fixture
def archive(case: Case) -> CaseArchive:
    return archive_case(uid=case.uid, at=DONE)
