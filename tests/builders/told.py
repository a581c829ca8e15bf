"""Recording a story with all its signatures in one world, and telling it again in another one."""

import itertools
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from federation.contracts.asyncapi import SEALED, lanes_of
from federation.contracts.base import encode, registered
from federation.contracts.envelope import Envelope
from federation.contracts.export import schemas
from federation.intake.consumer import Intake
from federation.keys.new_keys import LONG_AGO, key_entry
from federation.keys.services import cell_key, rest_on, rotate
from federation.link.port import IncomingRecord
from federation.link.topics import SHARED_LANES, Lane, cell_topic, shared_topic
from federation.outbox.services import publish_entry
from federation.trust import keys
from federation.trust.models import PrivateKey, PublicKey
from federation.trust.seals import context, seal
from federation.trust.signatures import sign
from govhall.casework.acts.withdraw import withdraw_case
from govhall.kernel.chain import GENESIS
from tests.builders.desk import Desk
from tests.builders.world import COUNTY, HYGIENE, TOWNSHIP, World
from tests.contract.samples import sample
from tests.contract.signed import Secret, Story, Told


def record(world: World) -> Story:
    """Two cases go up, the second after both halls have had new keys, and its applicant withdraws it."""
    told_at, root = timezone.now(), cell_key()
    with transaction.atomic():
        for row in PublicKey.objects.exclude(owner=settings.CELL):
            publish_entry('directory', key=f'key:{row.key_id}', message=key_entry(row, of_cell=False))
    desk = Desk.of_chief(world, TOWNSHIP)
    desk.send_up(world.receive(TOWNSHIP, HYGIENE).uid)
    for hall in (TOWNSHIP, COUNTY):
        new = rotate(hall)
        PrivateKey.objects.filter(key_id=new.key_id).update(use_from=told_at)  # as ten minutes later
    keys.forget_keys()
    case = world.receive(TOWNSHIP, HYGIENE)
    desk.send_up(case.uid)
    desk.do(withdraw_case, case.uid, reason='不办了')
    world.carry()
    owners = (settings.CELL, TOWNSHIP, COUNTY)
    return Story(
        told_at=told_at,
        cell=settings.CELL,
        suite=root.suite,
        root=root,
        secrets=[_secret(row) for row in PrivateKey.objects.filter(owner__in=owners).order_by('owner', 'serial')],
        road=[told for told in map(_told, world.link.log) if _belongs(told)],
        samples=_samples(),
    )


def tell(world: World, story: Story) -> None:
    """Put the story before the intake of a cell that rests on its root and has its private keys, and no others."""
    with connection.cursor() as cursor:
        cursor.execute('TRUNCATE fed_key, fed_private_key, fed_key_record, fed_trust_root')
    keys.forget_keys()
    rest_on(story.root)
    for secret in story.secrets:
        own = keys.OwnKey(secret.key_id, secret.signing, secret.sealing)
        keys.seal_private_key(own, owner=secret.owner, serial=secret.serial, use_from=LONG_AGO).save(force_insert=True)
    for place, told in enumerate(story.road):
        name = shared_topic(told.lane) if told.lane in SHARED_LANES else cell_topic(settings.CELL, told.lane)
        world.link.log.append(IncomingRecord(name, 0, place, told.key, told.headers, told.body))
    intake = Intake(world.link, settings.CELL, clock=itertools.count(step=2.0).__next__)
    for _ in range(len(story.road)):  # what waits for its key is tried again at each look
        intake.once(0)


def _secret(row: PrivateKey) -> Secret:
    own = keys.open_private_key(row)
    return Secret(key_id=own.key_id, owner=row.owner, serial=row.serial, signing=own.signing, sealing=own.sealing)


def _told(record: IncomingRecord) -> Told:
    lane = Lane(record.topic.rpartition('.')[2])
    return Told(lane=lane, key=record.key or b'', headers=record.headers, body=record.value or b'')


def _belongs(told: Told) -> bool:
    """The keys of both halls, and what the township said."""
    said = told.envelope
    if told.lane is Lane.DIRECTORY:
        return any(told.key.startswith(f'key:{hall}.'.encode()) for hall in (TOWNSHIP, COUNTY))
    return said.source == TOWNSHIP and (told.lane is Lane.FACTS or said.recipient == COUNTY)


def _samples() -> list[Told]:
    """One of each type that is sealed, all in one batch."""
    said = [_sample(name) for name in schemas() if set(lanes_of(name)) & set(SEALED)]
    signed = zip(sign(said), said, strict=True)
    return [
        Told(lane=Lane.BULK, key=str(one.subject).encode(), headers=one.to_headers(), body=body)
        for one, (_, body) in signed
    ]


def _sample(type_name: str) -> tuple[Envelope, bytes]:
    subject: UUID = uuid4()
    bound = context(type_name=type_name, sender=TOWNSHIP, recipient=COUNTY, subject=subject)
    body = encode(sample(registered()[type_name], full=True))
    key_id, sealed = seal(body, recipient=COUNTY, context=bound)
    envelope = Envelope(
        id=uuid4(),
        type=type_name,
        source=TOWNSHIP,
        recipient=COUNTY,
        subject=subject,
        sequence=1,
        previous=GENESIS,
        time=timezone.now(),
        request_hash='ab' * 32,
        sealed_for=key_id,
    )
    return envelope, sealed
