"""Three halls of one cell, in a transaction that is rolled back."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from federation.trust import keys
from govhall.kernel.ids import new_uid
from tenants.selectors import forget
from tests.builders import trial
from tests.builders.restored import cells
from tests.builders.trial import Road, make_halls, make_tables

__all__ = ['cells']


@pytest.fixture
def halls(db: None) -> Iterator[None]:
    """The halls that trial messages travel between."""
    make_halls()
    make_tables()
    yield
    trial.faults.clear()
    forget()
    keys.forget()


@pytest.fixture
def road() -> Road:
    """An empty road."""
    return Road()


@pytest.fixture
def case() -> UUID:
    """A case to talk about."""
    return new_uid()
