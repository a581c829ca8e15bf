"""The largest file that a hall takes, over the real broker."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from deploy.local.kafka import Kafka
from federation.inbox.offsets import position
from federation.intake.consumer import Intake
from federation.link.kafka import KafkaReader, KafkaSender
from federation.link.topics import topics_read_by
from federation.relay.relay import Relay
from govhall.casework.acts.accept import accept_case
from govhall.casework.acts.attach import attach_file
from govhall.desk.services.case_files import open_file
from govhall.files.models import Material
from govhall.storage.material_store import hash_of
from tenants.context import hall_context
from tests.builders.desk import Desk
from tests.builders.files import keep_in, scan
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World, paper_codes

pytestmark = pytest.mark.kafka
CONTENT = scan(10 * 2**20 - 1000)
PIECES = 20


@pytest.fixture(autouse=True)
def topics(kafka: Kafka, settings: Any, tmp_path: Path) -> None:
    """Topics and a folder of their own for each test."""
    keep_in(settings, tmp_path)
    settings.TOPIC_PREFIX = f'files-{uuid.uuid4().hex[:8]}'
    settings.KAFKA_SERVERS = [kafka.servers]
    settings.LINK = 'kafka'
    call_command('create_topics')


@pytest.fixture
def relay(kafka: Kafka, topics: None) -> Iterator[Relay]:
    sender = KafkaSender([kafka.servers])
    yield Relay(sender)
    sender.close()


@pytest.fixture
def intake(kafka: Kafka, topics: None) -> Iterator[Intake]:
    reader = KafkaReader([kafka.servers], 'files', topics_read_by(django_settings.CELL), position)
    yield Intake(reader, django_settings.CELL)
    reader.close()


def arrived(world: World) -> bool:
    with hall_context(world.hall(COUNTY)):
        return Material.objects.filter(hash=hash_of(CONTENT)).exists()


def test_ten_megabytes_cross_the_broker_and_are_the_same_file(world: World, relay: Relay, intake: Intake) -> None:
    below, above = Desk.of_chief(world, TOWNSHIP), Desk.of_chief(world, COUNTY)
    case = world.receive(TOWNSHIP, HYGIENE)
    below.do(attach_file, case.uid, paper=paper_codes(HYGIENE)[0], content=CONTENT)
    below.forward(case.uid)
    assert world.cut() == PIECES
    while relay.once():
        pass
    for _ in range(30):  # each poll waits for the broker, a second at most
        intake.once(1.0)
        relay.once()
        if arrived(world):
            break
    assert above.do(accept_case, case.uid).accepted_at
    with hall_context(world.hall(COUNTY)):
        assert open_file(uid=case.uid, actor=above.actor, content=hash_of(CONTENT)).content == CONTENT
