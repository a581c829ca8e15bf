"""PostgreSQL and a Valkey that speak TLS: the system's, since the wheels' servers were built without it.

Their certificate names 127.0.0.1 and nothing else, so `localhost` is a wrong host name.
"""

import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from deploy.local.child import Child, Program
from deploy.local.kafka_keys import AUTHORITY, make_keys
from deploy.local.place import place_of, server_account
from deploy.local.ports import HOST, free_port
from deploy.local.postgres import Postgres
from deploy.local.secret import new_secret, write_private


class Encrypted(NamedTuple):
    """Where a server with TLS is, and who vouches for it."""

    port: int
    password: str
    authority: Path


@contextmanager
def encrypted_postgres(folder: Path) -> Iterator[Encrypted]:
    """A cluster of the system's PostgreSQL with TLS; the superuser is `postgres`."""
    keys = make_keys(folder / 'keys')
    mine = place_of(folder) / 'server.pem'  # as root the server is another account, which must own its key
    write_private(mine, (keys / 'broker.pem').read_text())
    account = server_account()
    if account is not None:
        os.chown(mine, account.user, account.group)
    newest = max(Path('/usr/lib/postgresql').glob('*/bin/postgres'), key=lambda found: int(found.parts[-3]))
    settings = {'ssl': 'on', 'ssl_cert_file': str(mine), 'ssl_key_file': str(mine)}
    with Postgres(folder, settings=settings, binaries=newest.parent).start() as server:
        yield Encrypted(server.port, server.password, keys / AUTHORITY)


@contextmanager
def encrypted_valkey(folder: Path) -> Iterator[Encrypted]:
    """The system's Redis, which speaks Valkey's protocol, with TLS on its only port."""
    keys, port, password = make_keys(folder / 'keys'), free_port(), new_secret()
    certificate = keys / 'broker.pem'
    lines = ['port 0', f'tls-port {port}', f'bind {HOST}', f'requirepass {password}', 'tls-auth-clients no', 'save ""']
    lines += [f'tls-cert-file {certificate}', f'tls-key-file {certificate}', f'tls-ca-cert-file {keys / AUTHORITY}']
    config = write_private(folder / 'valkey.conf', '\n'.join([*lines, f'dir {folder}']) + '\n')
    trust = ssl.create_default_context(cafile=str(keys / AUTHORITY))

    def ready() -> bool:
        try:
            with socket.create_connection((HOST, port), timeout=2) as line:
                trust.wrap_socket(line, server_hostname=HOST).close()
        except OSError:
            return False
        return True

    child = Child(Program('redis-server', ('redis-server', str(config)), ready=ready), folder / 'logs')
    child.start().wait_ready()
    try:
        yield Encrypted(port, password, keys / AUTHORITY)
    finally:
        child.stop()
