"""People at their screens, and what they find: a case, an application from the internet, a file."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from deploy.local.services import Valkey


@pytest.fixture(autouse=True)
def nothing_counted(valkey: Valkey) -> Iterator[None]:
    """Guesses of other tests are forgotten, and this one's by the next."""
    cache.clear()
    yield
    cache.clear()
