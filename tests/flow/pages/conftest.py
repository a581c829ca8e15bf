"""People at their screens."""

from collections.abc import Callable

import pytest
from django.test import Client

from tenants.access import Actor
from tenants.models import Person
from tests.builders.world import World

SignedIn = Callable[[Actor], Client]


@pytest.fixture
def signed_in(world: World) -> SignedIn:
    """A browser in which this person has signed in."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(Person.objects.get(pk=actor.person_id), 'django.contrib.auth.backends.ModelBackend')
        return client

    return sign_in
