"""Names the session's servers before Django reads its settings; loaded by `-p tests.plugin`."""

from collections.abc import Generator

import pytest

from tests.services import Services

SERVICES = pytest.StashKey[Services]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Wrappers run before every other plugin's hook, pytest-django's among them."""
    services = Services()
    services.export()
    early_config.stash[SERVICES] = services
    try:
        return (yield)
    except BaseException:
        services.stop()
        raise


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop whatever the tests started."""
    config.stash[SERVICES].stop()
