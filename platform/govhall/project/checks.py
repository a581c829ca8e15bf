"""What a cell refuses to start with: every setting of the handbook has its check and its sentence here."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from python_ipware import IpWare

from federation.trust.suites import suite_named
from govhall.kernel.errors import Broken
from govhall.kernel.sealing import read_keyring
from govhall.kernel.typed import whole
from govhall.project import storage_settings
from govhall.project.environment import Environment
from govhall.project.strength import (
    LEAST_SECRET,
    host_of,
    is_here,
    is_random_key,
    is_strong,
    names_hosts,
    password_of,
)
from tenants.roles import OFFICES, WEIGHTY

# Read where they are used and not in the settings.
ELSEWHERE = frozenset({'GOVHALL_FAILPOINT'})


@register()
def weak_settings(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Name each missing or weak setting and what to do; in every mode a cell needs its name, key and stores."""
    environment: Environment = settings.ENVIRONMENT
    unread = {name for name, _ in environment.wrong}
    wrong = [sentence for _, sentence in environment.wrong]
    wrong += [sentence for sentence, good in _needed() if not good and sentence.split()[1] not in unread]
    if settings.MODE == 'production':
        wrong += [sentence for sentence, good in _strict() if not good]
        wrong += [f'{name} is no setting; see handbook/reference.md.' for name in _unknown(environment)]
    told: list[CheckMessage] = [Error(sentence, id=f'govhall.E{number:03}') for number, sentence in enumerate(wrong, 1)]
    return told + [Caution(sentence, id=f'govhall.W{number:03}') for number, sentence in enumerate(_allowed(), 1)]


def _allowed() -> list[str]:
    """What an operator has allowed and should know of; nothing stops for it."""
    if settings.MODE != 'production':
        return []
    without = sorted(WEIGHTY - settings.SECOND_FACTOR)
    told = [f'{", ".join(without)}: these roles decide or sign with a password only (GOVHALL_SECOND_FACTOR).']
    small = ', '.join(sorted(settings.SMALL_HALLS))
    both = [f'{small}: one person may be system and security administrator there (GOVHALL_SMALL_HALLS).']
    return (told if without else []) + (both if small else [])


def secret_key() -> str:
    """The secret key, or nothing; Django raises where it is empty, and the other settings would not be told."""
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ''


def _needed() -> Iterator[tuple[str, bool]]:
    kafka = settings.LINK == 'direct' or bool(settings.KAFKA_SERVERS)
    yield 'Set GOVHALL_CELL (the name of this cell).', bool(settings.CELL)
    yield 'Set GOVHALL_SECRET_KEY (openssl rand -base64 48).', bool(secret_key())
    yield (
        'Set GOVHALL_VALKEY_URL as redis://user:password@host:6379/0, or rediss:// with TLS.',
        settings.VALKEY_URL.startswith(('redis://', 'rediss://')),
    )
    yield 'Set GOVHALL_KAFKA, or GOVHALL_LINK=direct for a single cell.', kafka
    yield (
        'Set GOVHALL_KAFKA as host:port,host:port.',
        all(whole(server.rpartition(':')[2]) is not None for server in _servers()),
    )
    yield 'Set GOVHALL_LINK to kafka or direct.', settings.LINK in ('kafka', 'direct')
    yield 'Set GOVHALL_SUITE to ed25519, or to sm2 with the package gmssl-pyx installed (govhall[sm]).', _has_suite()
    yield 'Set GOVHALL_MASTER_KEY to 32 random bytes in base64 (openssl rand -base64 32).', _has_master_key()
    yield 'Set GOVHALL_TRUSTED_PROXIES to addresses or networks, one a hop.', _knows_proxies()
    yield 'Set GOVHALL_MODE to production or local.', settings.MODE in ('production', 'local')
    yield (
        'Set GOVHALL_FONTS to a folder of fonts, or leave it out.',
        not settings.FONTS or Path(settings.FONTS).is_dir(),
    )
    yield from storage_settings.needed(settings.STORAGES)


def _strict() -> Iterator[tuple[str, bool]]:
    yield (
        'GOVHALL_SECRET_KEY must have at least 50 random characters (openssl rand -base64 48).',
        is_strong(secret_key(), least=LEAST_SECRET),
    )
    yield (
        'GOVHALL_MASTER_KEY and GOVHALL_OLD_MASTER_KEYS must be random bytes (openssl rand -base64 32).',
        all(is_random_key(key) for key in (settings.MASTER_KEY, *settings.OLD_MASTER_KEYS)),
    )
    yield (
        'GOVHALL_HOSTS must name this server; "*" and endings that others share, as ".cn" or ".gov.cn", are refused.',
        names_hosts(settings.ALLOWED_HOSTS),
    )
    yield 'GOVHALL_TLS must be on: sessions may only travel encrypted.', settings.TLS
    yield 'DEBUG must be off.', not settings.DEBUG
    yield 'GOVHALL_DATA must be the full path of a folder that this account may write to.', _is_folder(settings.DATA)
    yield (
        'GOVHALL_PUBLIC_ADDRESS must be the https address that the square on each paper leads to, '
        'with a host of GOVHALL_HOSTS.',
        _is_public(settings.PUBLIC_ADDRESS),
    )
    yield (
        'GOVHALL_METRICS_TOKEN must have at least 16 random characters, or be left out.',
        not settings.METRICS_TOKEN or is_strong(settings.METRICS_TOKEN),
    )
    yield (
        'GOVHALL_SECOND_FACTOR must name at least administrator, security and auditor: who administers signs in with '
        'a second factor.',
        settings.SECOND_FACTOR >= OFFICES,
    )
    yield (
        'GOVHALL_SMALL_HALLS must name halls by their code of eight characters, or township or branch for all of a '
        'kind.',
        all(len(name) == 8 or name in ('township', 'branch') for name in settings.SMALL_HALLS),
    )
    yield from storage_settings.strict(settings.STORAGES, plaintext=settings.STORAGE_PLAINTEXT)
    yield from _stores()
    yield from _brokers()


def _stores() -> Iterator[tuple[str, bool]]:
    database = settings.DATABASES['default']
    options = database.get('OPTIONS') or {}
    yield (
        'GOVHALL_DATABASE_URL needs a password of at least 16 random characters.',
        is_strong(str(database.get('PASSWORD') or '')),
    )
    yield (
        'GOVHALL_DATABASE_URL must ask for TLS: ?sslmode=verify-full&sslrootcert=FILE (or sslrootcert=system); '
        'GOVHALL_DATABASE_PLAINTEXT=on goes without, where another layer encrypts the network.',
        settings.DATABASE_PLAINTEXT
        or is_here(str(database.get('HOST') or ''))
        or options.get('sslmode') == 'verify-full',
    )
    yield (
        'GOVHALL_VALKEY_URL needs a password of at least 16 random characters.',
        is_strong(password_of(settings.VALKEY_URL)),
    )
    yield (
        'GOVHALL_VALKEY_URL must begin with rediss:// (TLS); GOVHALL_VALKEY_PLAINTEXT=on goes without, '
        'where another layer encrypts the network.',
        settings.VALKEY_PLAINTEXT or is_here(host_of(settings.VALKEY_URL)) or _is_verified(settings.VALKEY_URL),
    )


def _brokers() -> Iterator[tuple[str, bool]]:
    """Whether the brokers are told who comes, under TLS, or the operator said aloud that it goes without."""
    yield (
        'GOVHALL_KAFKA_USER and GOVHALL_KAFKA_PASSWORD (16 random characters or more) must sign this cell in to Kafka; '
        'GOVHALL_KAFKA_PLAINTEXT=on goes without TLS, where another layer encrypts the network.',
        settings.LINK == 'direct'
        or settings.KAFKA_PLAINTEXT
        or (bool(settings.KAFKA_USER) and is_strong(settings.KAFKA_PASSWORD)),
    )
    for name, file in (('GOVHALL_KAFKA_CA', settings.KAFKA_CA), ('GOVHALL_VALKEY_CA', settings.VALKEY_CA)):
        yield f'{name} must be a file that this account may read.', not file or Path(file).is_file()


def _servers() -> list[str]:
    return [] if settings.LINK == 'direct' else list(settings.KAFKA_SERVERS)


def _unknown(environment: Environment) -> list[str]:
    return [name for name in environment.unknown() if name not in ELSEWHERE]


def _is_verified(address: str) -> bool:
    return address.startswith('rediss://') and 'ssl_cert_reqs=none' not in address.lower()


def _is_folder(path: Path) -> bool:
    return path.is_absolute() and path.is_dir()


def _is_public(address: str) -> bool:
    host = host_of(address)
    return address.startswith('https://') and bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


def _knows_proxies() -> bool:
    try:
        IpWare(proxy_list=list(settings.TRUSTED_PROXIES))
    except ValueError:
        return False
    return True


def _has_suite() -> bool:
    try:
        suite_named(settings.SUITE)
    except Broken:
        return False
    return True


def _has_master_key() -> bool:
    try:
        read_keyring(settings.MASTER_KEY, settings.OLD_MASTER_KEYS)
    except ValueError:
        return False
    return True
