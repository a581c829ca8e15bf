"""A production cell reaches PostgreSQL and Valkey in TLS, and neither under a wrong name nor by a stranger's word."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.kafka_keys import AUTHORITY, make_keys
from deploy.local.place import discard
from tests.architecture.sources import ROOT
from tests.builders.encrypted import Encrypted, encrypted_postgres, encrypted_valkey
from tests.unit.project.test_weak_settings import strong

WAYS = ('postgres', 'valkey', 'queue')
ASK = """
import django
django.setup()
from django.core.cache import cache
from django.db import connection
from govhall.project.celery import app

def postgres():
    with connection.cursor() as cursor:
        cursor.execute('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
        return cursor.fetchone()[0]

def valkey():
    cache.set('asked', 'yes')
    return cache.get('asked') == 'yes'

def queue():
    with app.connection_for_write() as line:
        line.ensure_connection(max_retries=1, timeout=5)
        return line.default_channel.client.ping()

for way in (postgres, valkey, queue):
    try:
        print(way.__name__, 'encrypted' if way() else 'plain')
    except Exception as failure:
        print(way.__name__, 'refused:', str(failure).replace(chr(10), ' ').lower())
"""


@pytest.fixture(scope='module')
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Encrypted]]:
    """Both servers with TLS."""
    folders = [tmp_path_factory.mktemp(name) for name in ('postgres', 'valkey')]
    with encrypted_postgres(folders[0]) as postgres, encrypted_valkey(folders[1]) as valkey:
        yield {'postgres': postgres, 'valkey': valkey}
    for folder in folders:
        discard(folder)


def ask(
    servers: dict[str, Encrypted], folder: Path, *, host: str = '127.0.0.1', authority: Path | None = None
) -> dict[str, str]:
    """What a process of a production cell finds that reaches the servers under this name, by way."""
    postgres, valkey = servers['postgres'], servers['valkey']
    address = f'postgres://postgres:{postgres.password}@{host}:{postgres.port}/postgres'
    environment = strong(folder) | {
        'DJANGO_SETTINGS_MODULE': 'govhall.project.settings',
        'PATH': os.environ['PATH'],
        'GOVHALL_DATABASE_URL': f'{address}?sslmode=verify-full&sslrootcert={authority or postgres.authority}',
        'GOVHALL_VALKEY_URL': f'rediss://:{valkey.password}@{host}:{valkey.port}/0',
        'GOVHALL_VALKEY_CA': str(authority or valkey.authority),
    }
    argv = [sys.executable, '-c', ASK]
    ran = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return dict(line.split(' ', 1) for line in ran.stdout.splitlines())


def test_a_production_cell_reaches_its_stores_in_tls(servers: dict[str, Encrypted], tmp_path: Path) -> None:
    assert ask(servers, tmp_path) == dict.fromkeys(WAYS, 'encrypted')


def test_a_certificate_of_another_name_is_refused(servers: dict[str, Encrypted], tmp_path: Path) -> None:
    found = ask(servers, tmp_path, host='localhost')
    assert found.keys() == set(WAYS)
    assert all(word.startswith('refused') and 'localhost' in word and 'certificate' in word for word in found.values())


def test_a_certificate_that_nobody_vouches_for_is_refused(servers: dict[str, Encrypted], tmp_path: Path) -> None:
    found = ask(servers, tmp_path, authority=make_keys(tmp_path / 'others') / AUTHORITY)
    assert found.keys() == set(WAYS)
    assert all(word.startswith('refused') and 'ssl' in word for word in found.values()), found
