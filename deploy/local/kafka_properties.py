"""The properties file of one local broker: which listeners, who may do what, and how many copies."""

from pathlib import Path
from typing import NamedTuple

from deploy.local.ports import HOST, remembered_port

# Brokers and controllers know each other by their certificate; people and cells sign in with a password.
BROKER = 'govhall-broker'
ADMINISTRATOR = 'admin'


class Seat(NamedTuple):
    """One node of a cluster and where it listens."""

    number: int
    folder: Path
    port: int
    controller_port: int
    internal_port: int

    @property
    def address(self) -> str:
        """`host:port` for clients."""
        return f'{HOST}:{self.port}'


def seats(folder: Path, count: int) -> list[Seat]:
    """Places for `count` nodes below `folder`, with ports that a second run finds again."""
    return [_seat(number, folder if count == 1 else folder / f'broker-{number}') for number in range(1, count + 1)]


def _seat(number: int, folder: Path) -> Seat:
    names = ('kafka.port', 'kafka-controller.port', 'kafka-internal.port')
    return Seat(number, folder, *(remembered_port(folder / name) for name in names))


def properties(seat: Seat, all_seats: list[Seat], keys: Path | None, line: str = '') -> dict[str, object]:
    """All settings of the broker on `seat`; with `keys` (a folder made by `make_keys`) TLS, SCRAM and rights.

    `line` is a second address, `host:port`, that leads to the internal port by some other way and is told to the
    clients that come in there.
    """
    copies = min(3, len(all_seats))
    voters = ','.join(f'{one.number}@{HOST}:{one.controller_port}' for one in all_seats)
    return {
        'process.roles': 'broker,controller',
        'node.id': seat.number,
        'controller.quorum.voters': voters,
        'controller.listener.names': 'CONTROLLER',
        'log.dirs': seat.folder / 'kafka',
        'auto.create.topics.enable': 'false',
        'offsets.topic.replication.factor': copies,
        # The default of fifty offset partitions makes the first join slow.
        'offsets.topic.num.partitions': 1,
        'transaction.state.log.replication.factor': copies,
        'transaction.state.log.min.isr': max(1, copies - 1),
        'group.initial.rebalance.delay.ms': 0,
        # A killed broker may register again when its old session is over: 9 s by default.
        'broker.session.timeout.ms': 3_000,
        'broker.heartbeat.interval.ms': 500,
        **(_open(seat, line) if keys is None else _closed(seat, keys)),
    }


def _open(seat: Seat, line: str) -> dict[str, object]:
    inside, outside, kinds = f'PLAINTEXT://{seat.address}', f'PLAINTEXT://{seat.address}', 'PLAINTEXT:PLAINTEXT'
    if line:
        inside += f',LINE://{HOST}:{seat.internal_port}'
        outside += f',LINE://{line}'
        kinds += ',LINE:PLAINTEXT'
    return {
        'listeners': f'{inside},CONTROLLER://{HOST}:{seat.controller_port}',
        'advertised.listeners': outside,
        'inter.broker.listener.name': 'PLAINTEXT',
        'listener.security.protocol.map': f'{kinds},CONTROLLER:PLAINTEXT',
    }


def _closed(seat: Seat, keys: Path) -> dict[str, object]:
    scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
    internal = f'INTERNAL://{HOST}:{seat.internal_port}'
    return {
        'listeners': f'CELLS://{seat.address},{internal},CONTROLLER://{HOST}:{seat.controller_port}',
        'advertised.listeners': f'CELLS://{seat.address},{internal}',
        'inter.broker.listener.name': 'INTERNAL',
        'listener.security.protocol.map': 'CELLS:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL',
        'listener.name.internal.ssl.client.auth': 'required',
        'listener.name.controller.ssl.client.auth': 'required',
        'ssl.keystore.type': 'PEM',
        'ssl.keystore.location': keys / 'broker.pem',
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': keys / 'authority.pem',
        'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
        'listener.name.cells.scram-sha-512.sasl.jaas.config': scram,
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
        'super.users': f'User:CN={BROKER};User:{ADMINISTRATOR}',
    }
