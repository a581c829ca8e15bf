"""What a cell refuses to start with: every setting of the handbook, from the environment to the sentence."""

import base64
import json
import os
import re
import runpy
import secrets
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from govhall.project import checks
from govhall.project.environment import Environment
from govhall.project.strength import is_random_key, is_strong
from tests.architecture.sources import ROOT

SECRET = 'k3y-Vt7wPz0Lq9RmXs2Jd8Hn4Bc6Fg1Ya5Ue7Ko3Ti-pQwErTyU'
PASSWORD = 'Vt7wPz0Lq9RmXs2Jd8'
MASTER = base64.b64encode(bytes((number * 89 + 7) % 256 for number in range(32))).decode()
S3 = 'govhall.storage.objects.ObjectStorage'
HANDBOOK = (ROOT / 'platform/docs/handbook/reference.md').read_text(encoding='utf-8')


def strong(folder: Path) -> dict[str, str]:
    """The environment of a production cell that may start."""
    return {
        'GOVHALL_CELL': 'bazhong',
        'GOVHALL_SECRET_KEY': SECRET,
        'GOVHALL_MASTER_KEY': MASTER,
        'GOVHALL_DATABASE_URL': f'postgres://bazhong_web:{PASSWORD}@10.0.0.2:5432/bazhong?sslmode=verify-full',
        'GOVHALL_VALKEY_URL': f'rediss://bazhong:{PASSWORD}@10.0.0.3:6379/0',
        'GOVHALL_KAFKA': '10.0.0.4:9093,10.0.0.5:9093',
        'GOVHALL_KAFKA_USER': 'bazhong',
        'GOVHALL_KAFKA_PASSWORD': PASSWORD,
        'GOVHALL_HOSTS': 'zw.example.gov.cn',
        'GOVHALL_PUBLIC_ADDRESS': 'https://zw.example.gov.cn',
        'GOVHALL_DATA': str(folder),
    }


def sentences(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> list[str]:
    """What the checks say to a process with this environment and no other."""
    for name in [name for name in os.environ if name.startswith('GOVHALL_')]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    found = runpy.run_path(str(ROOT / 'platform/govhall/project/settings.py'))
    monkeypatch.setattr(checks, 'settings', SimpleNamespace(**found))
    return [str(weak_setting.msg) for weak_setting in checks.weak_settings(None)]


def test_a_strong_production_may_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert sentences(monkeypatch, strong(tmp_path)) == []


@pytest.mark.parametrize(
    ('name', 'value', 'said'),
    [
        ('GOVHALL_SECOND_FACTOR', 'administrator,security,auditor', 'approver, chief, leader, reviewer: these roles'),
        ('GOVHALL_SMALL_HALLS', 'township,TJSB0001', 'TJSB0001, township: one person may be'),
    ],
)
def test_what_an_operator_has_allowed_is_said_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, said: str
) -> None:
    (told,) = sentences(monkeypatch, strong(tmp_path) | {name: value})
    assert told.startswith(said)
    assert not any(one.is_serious() for one in checks.weak_settings(None))


BAD = [
    ('GOVHALL_MODE', 'prod'),
    ('GOVHALL_CELL', ''),
    ('GOVHALL_SECRET_KEY', ''),
    ('GOVHALL_SECRET_KEY', 'short'),
    ('GOVHALL_SECRET_KEY', 'a' * 60),
    ('GOVHALL_SECRET_KEY', 'abcdefghijklmnopqrstuvwxyz' * 3),
    ('GOVHALL_MASTER_KEY', ''),
    ('GOVHALL_MASTER_KEY', 'c2hvcnQ='),
    ('GOVHALL_MASTER_KEY', base64.b64encode(bytes(32)).decode()),
    ('GOVHALL_MASTER_KEY', base64.b64encode(bytes(range(32))).decode()),
    ('GOVHALL_OLD_MASTER_KEYS', '1:' + base64.b64encode(b'a' * 32).decode()),
    ('GOVHALL_OLD_MASTER_KEYS', 'nonsense'),
    ('GOVHALL_DATABASE_URL', 'nonsense'),
    ('GOVHALL_DATABASE_URL', f'postgres://u:{PASSWORD}@host:port/x?sslmode=verify-full'),
    ('GOVHALL_DATABASE_URL', 'postgres://u:short@10.0.0.2/x?sslmode=verify-full'),
    ('GOVHALL_DATABASE_URL', 'postgres://u:aaaaaaaaaaaaaaaa@10.0.0.2/x?sslmode=verify-full'),
    ('GOVHALL_DATABASE_URL', f'postgres://u:{PASSWORD}@10.0.0.2/x'),
    ('GOVHALL_DATABASE_URL', f'postgres://u:{PASSWORD}@10.0.0.2/x?sslmode=require'),
    ('GOVHALL_DATABASE_PLAINTEXT', 'perhaps'),
    ('GOVHALL_VALKEY_URL', ''),
    ('GOVHALL_VALKEY_URL', 'memcached://10.0.0.3'),
    ('GOVHALL_VALKEY_URL', 'rediss://:@10.0.0.3:6379/0'),
    ('GOVHALL_VALKEY_URL', 'rediss://:aaaaaaaaaaaaaaaa@10.0.0.3:6379/0'),
    ('GOVHALL_VALKEY_URL', f'redis://bazhong:{PASSWORD}@10.0.0.3:6379/0'),
    ('GOVHALL_VALKEY_URL', f'rediss://bazhong:{PASSWORD}@10.0.0.3:6379/0?ssl_cert_reqs=none'),
    ('GOVHALL_VALKEY_PLAINTEXT', '2'),
    ('GOVHALL_VALKEY_CA', '/no/such/file.pem'),
    ('GOVHALL_KAFKA', ''),
    ('GOVHALL_KAFKA', '10.0.0.4'),
    ('GOVHALL_KAFKA_USER', ''),
    ('GOVHALL_KAFKA_PASSWORD', 'short'),
    ('GOVHALL_KAFKA_PASSWORD', 'passwordpassword'),
    ('GOVHALL_KAFKA_CA', '/no/such/file.pem'),
    ('GOVHALL_KAFKA_PLAINTEXT', 'ja'),
    ('GOVHALL_LINK', 'pigeon'),
    ('GOVHALL_SUITE', 'rot13'),
    ('GOVHALL_HOSTS', ''),
    ('GOVHALL_HOSTS', '*'),
    ('GOVHALL_HOSTS', '.cn'),
    ('GOVHALL_HOSTS', 'zw.example.gov.cn,.gov.cn'),
    ('GOVHALL_PUBLIC_ADDRESS', ''),
    ('GOVHALL_PUBLIC_ADDRESS', 'http://zw.example.gov.cn'),
    ('GOVHALL_PUBLIC_ADDRESS', 'https://other.example.cn'),
    ('GOVHALL_TLS', 'off'),
    ('GOVHALL_TLS', 'maybe'),
    ('GOVHALL_DATA', '.run/data'),
    ('GOVHALL_DATA', '/no/such/folder'),
    ('GOVHALL_MATERIAL_MEGABYTES', 'ten'),
    ('GOVHALL_MATERIAL_MEGABYTES', '0'),
    ('GOVHALL_MATERIAL_STORAGE', 'no.such.Storage'),
    ('GOVHALL_MATERIAL_OPTIONS', '{'),
    ('GOVHALL_ARCHIVE_STORAGE', 'storage'),
    ('GOVHALL_ARCHIVE_OPTIONS', '[]'),
    ('GOVHALL_PAPER_STORAGE', 'django.core.files.storage.NoSuch'),
    ('GOVHALL_PAPER_OPTIONS', '1'),
    ('GOVHALL_STORAGE_PLAINTEXT', 'perhaps'),
    ('GOVHALL_RETENTION', 'thirty'),
    ('GOVHALL_RECEIPT_SECONDS', '-1'),
    ('GOVHALL_WATERMARK_SECONDS', '1.5'),
    ('GOVHALL_REPORTED_WITHIN_SECONDS', '９９'),
    ('GOVHALL_HALLS_PER_CONNECTION', 'abc'),
    ('GOVHALL_BREAKER', 'maybe'),
    ('GOVHALL_QUICK_PASSWORDS', 'maybe'),
    ('GOVHALL_SECOND_FACTOR', 'everybody'),
    ('GOVHALL_SECOND_FACTOR', 'none'),
    ('GOVHALL_SECOND_FACTOR', 'chief,approver'),
    ('GOVHALL_SMALL_HALLS', 'county'),
    ('GOVHALL_SMALL_HALLS', 'all'),
    ('GOVHALL_METRICS_TOKEN', 'metrics'),
    ('GOVHALL_METRICS_LOOPBACK', 'here'),
    ('GOVHALL_LOG_LEVEL', 'LOUD'),
    ('GOVHALL_BASIC_CODE', '('),
    ('GOVHALL_TASK_CODE', '['),
    ('GOVHALL_HANDLING_CODE', '*'),
    ('GOVHALL_FONTS', '/no/such/folder'),
    ('GOVHALL_TRUSTED_PROXIES', 'the proxy'),
    ('GOVHALL_ONLINE_ADDRESS_MEGABYTES', 'many'),
    ('GOVHALL_ONLINE_HALL_MEGABYTES', '0'),
    ('GOVHALL_ONLINE_MEGABYTES', '-1'),
    ('GOVHALL_DISK_RESERVE_MEGABYTES', '1e3'),
    ('GOVHALL_METRIC_TOKEN', PASSWORD),  # a slip of the pen
]


@pytest.mark.parametrize(('name', 'value'), BAD)
def test_each_weak_or_unreadable_setting_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    said = sentences(monkeypatch, strong(tmp_path) | {name: value})
    assert any(name in sentence for sentence in said), said


def bucket(**changes: object) -> str:
    options = {'endpoint_url': 'https://oss.example.gov.cn', 'bucket_name': 'b', 'access_key': 'a'}
    return json.dumps(options | {'secret_key': PASSWORD, 'region_name': 'cn-north-1'} | changes)


@pytest.mark.parametrize('kind', ['MATERIAL', 'ARCHIVE', 'PAPER'])
@pytest.mark.parametrize(
    ('changes', 'said'),
    [
        ({'endpoint_url': 'http://oss.example.gov.cn'}, 'endpoint_url with https://'),
        ({'endpoint_url': 'oss.example.gov.cn'}, 'endpoint_url with https://'),
        ({'verify': False}, 'leave "verify"'),
        ({'use_ssl': False}, 'leave "verify"'),
        ({'secret_key': 'short'}, 'secret_key of at least 16'),
        ({'secret_key': 'aaaaaaaaaaaaaaaa'}, 'secret_key of at least 16'),
        ({'bucket': 'b'}, 'options that this storage class knows'),
    ],
)
def test_a_weak_object_store_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, changes: dict[str, object], said: str
) -> None:
    options = f'GOVHALL_{kind}_OPTIONS'
    environment = strong(tmp_path) | {f'GOVHALL_{kind}_STORAGE': S3, options: bucket(**changes)}
    (sentence,) = sentences(monkeypatch, environment)
    assert options in sentence and said in sentence


@pytest.mark.parametrize(
    ('changes', 'switch'),
    [
        ({}, 'off'),
        ({'verify': '/etc/ssl/province.pem'}, 'off'),
        ({'endpoint_url': 'http://127.0.0.1:9000'}, 'off'),
        ({'endpoint_url': 'http://oss.example.gov.cn'}, 'on'),
    ],
    ids=['https', 'own-authority', 'this-machine', 'said-aloud'],
)
def test_a_guarded_object_store_may_be_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changes: dict[str, object], switch: str
) -> None:
    named = {'GOVHALL_MATERIAL_STORAGE': S3, 'GOVHALL_MATERIAL_OPTIONS': bucket(**changes)}
    assert sentences(monkeypatch, strong(tmp_path) | named | {'GOVHALL_STORAGE_PLAINTEXT': switch}) == []


def test_a_folder_takes_no_option_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = {'GOVHALL_ARCHIVE_OPTIONS': '{"folder": "/data"}'}
    (sentence,) = sentences(monkeypatch, strong(tmp_path) | named)
    assert 'GOVHALL_ARCHIVE_OPTIONS' in sentence


def test_every_setting_stands_in_the_handbook_and_among_the_bad_ones() -> None:
    """A new setting without a check, its sentence or its row fails here."""
    source = (ROOT / 'platform/govhall/project/settings.py').read_text(encoding='utf-8')
    read = set(re.findall(r"env\.\w+\(\s*'(GOVHALL_\w+)'", source))
    table = HANDBOOK[HANDBOOK.index('| variable |') : HANDBOOK.index('`GOVHALL_FAILPOINT` makes')]
    rows = [line.split('|')[1] for line in table.splitlines() if line.startswith('|')]
    described = set(re.findall(r'GOVHALL_\w+', ' '.join(rows)))
    assert read == described
    assert read - {name for name, _ in BAD} == set()


@pytest.mark.parametrize(
    ('name', 'value', 'let'),
    [
        ('GOVHALL_KAFKA_USER', '', 'GOVHALL_KAFKA_PLAINTEXT'),
        ('GOVHALL_VALKEY_URL', f'redis://bazhong:{PASSWORD}@10.0.0.3/0', 'GOVHALL_VALKEY_PLAINTEXT'),
        ('GOVHALL_DATABASE_URL', f'postgres://u:{PASSWORD}@10.0.0.2/x', 'GOVHALL_DATABASE_PLAINTEXT'),
    ],
)
def test_a_way_without_tls_must_be_said_aloud(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, let: str
) -> None:
    environment = strong(tmp_path) | {name: value}
    assert any(let in sentence for sentence in sentences(monkeypatch, environment))
    assert sentences(monkeypatch, environment | {let: 'on'}) == []


@pytest.mark.parametrize('host', ['127.0.0.1', 'localhost', '%2Frun%2Fpostgresql'])
def test_a_database_on_this_machine_needs_no_tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str) -> None:
    address = f'postgres://u:{PASSWORD}@{host}/x'
    assert sentences(monkeypatch, strong(tmp_path) | {'GOVHALL_DATABASE_URL': address}) == []


def test_kafka_is_needed_only_by_its_link(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone = {'GOVHALL_KAFKA': '', 'GOVHALL_KAFKA_USER': '', 'GOVHALL_KAFKA_PASSWORD': '', 'GOVHALL_LINK': 'direct'}
    assert sentences(monkeypatch, strong(tmp_path) | alone) == []


@pytest.mark.parametrize(
    'secret', ['abcabcabcabcabcabcabcabc', '12345678901234567890', 'aaaaaaaabbbbbbbb', 'zyxwvutsrqponmlkji']
)
def test_what_only_looks_long_is_weak(secret: str) -> None:
    assert not is_strong(secret)


def test_random_secrets_are_strong_and_random_keys_are_random() -> None:
    assert all(is_strong(secrets.token_urlsafe(24)) for _ in range(1000))
    assert all(is_random_key(base64.b64encode(secrets.token_bytes(32)).decode()) for _ in range(1000))


@pytest.mark.parametrize(
    'command',
    [
        [str(ROOT / 'platform/manage.py'), 'check'],
        ['-m', 'gunicorn', 'govhall.project.wsgi:application', '--preload', '--bind', '127.0.0.1:0'],
        ['-m', 'celery', '-A', 'govhall.project.celery', 'beat'],
    ],
)
def test_an_empty_environment_is_answered_in_sentences(command: list[str], tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={'HOME': str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert 'Set GOVHALL_CELL' in ran.stderr and 'Set GOVHALL_MASTER_KEY' in ran.stderr
    assert 'Traceback' not in ran.stderr


def test_a_folder_of_sockets_is_read_from_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('GOVHALL_DATABASE_URL', 'postgres://u:p@%2Frun%2Fpostgresql/x')
    assert Environment().database('GOVHALL_DATABASE_URL')['HOST'] == '/run/postgresql'


@pytest.mark.parametrize(('mode', 'quick'), [('production', False), ('local', True)])
def test_passwords_are_never_hashed_quickly_in_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: str, quick: bool
) -> None:
    sentences(monkeypatch, strong(tmp_path) | {'GOVHALL_QUICK_PASSWORDS': 'on', 'GOVHALL_MODE': mode})
    assert ('quick_hash' in checks.settings.PASSWORD_HASHERS[0]) is quick
