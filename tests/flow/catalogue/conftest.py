"""What the session's world holds is put away for tests that build a small county of their own."""

import pytest

from federation.directory.models import HallEntry
from govhall.catalogue.models import Authorisation, Department, Grant, Guide, Matter, Organ


@pytest.fixture
def empty_catalogue(db: None) -> None:
    """No catalogue and no directory, until the test's transaction is rolled back."""
    for model in (Authorisation, Grant, Guide, Matter, Department, Organ, HallEntry):
        model.objects.all().delete()
