"""Who administers the hall of these tests, and quick hashes."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tenants.access import Actor
from tenants.roles import Role
from tests.builders.screen import SignedIn
from tests.builders.world import COUNTY, World


@pytest.fixture(autouse=True)
def quick_hashes(settings: Settings) -> None:
    """The hash of the product, made with less work."""
    settings.PASSWORD_HASHERS = ['tests.flow.tenants.test_own_password.Quick']


@pytest.fixture
def manager(world: World) -> Actor:
    """The system administrator of the county."""
    return world.person(COUNTY, Role.ADMINISTRATOR)


@pytest.fixture
def keeper(world: World) -> Actor:
    """The security administrator of the county."""
    return world.person(COUNTY, Role.SECURITY)


@pytest.fixture
def system(signed_in: SignedIn, manager: Actor) -> Client:
    """The browser of the system administrator."""
    return signed_in(manager)


@pytest.fixture
def security(signed_in: SignedIn, keeper: Actor) -> Client:
    """The browser of the security administrator."""
    return signed_in(keeper)
