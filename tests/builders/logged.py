"""What the product's own log handler writes while a test runs."""

import copy
import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    """The lines, as they would stand on standard error."""
    written = io.StringIO()
    config: Any = copy.deepcopy(settings.LOGGING)  # not made anew: loggers in use keep the processors they have
    config['root']['level'] = 'INFO'
    config['handlers']['stderr']['stream'] = written
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig({**config, 'loggers': {}})
    yield written
    root.handlers[:], level = before
    root.setLevel(level)


def events(written: io.StringIO) -> list[dict[str, Any]]:
    """Each line as an object."""
    return [json.loads(line) for line in written.getvalue().splitlines()]
