"""What a production cell refuses to start with."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from python_ipware import IpWare

from federation.trust.suites import suite_named
from govhall.kernel.errors import Broken
from govhall.kernel.sealing import read_keyring


@register()
def weak_settings(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Name each missing or weak setting and what to do; in every mode a cell needs its name, key and stores."""
    wrong: list[CheckMessage] = [
        Error(f'Set {name}.', id=f'govhall.E{n:03}') for n, (name, good) in enumerate(_needed(), 1) if not good
    ]
    if settings.MODE == 'production':
        wrong += [Error(text, id=f'govhall.E{n:03}') for n, (text, good) in enumerate(_strict(), 101) if not good]
    return wrong


def _needed() -> list[tuple[str, bool]]:
    kafka = settings.LINK == 'direct' or bool(settings.KAFKA_SERVERS)
    return [
        ('GOVHALL_CELL (the name of this cell)', bool(settings.CELL)),
        ('GOVHALL_SECRET_KEY', bool(settings.SECRET_KEY)),
        ('GOVHALL_VALKEY_URL', bool(settings.VALKEY_URL)),
        ('GOVHALL_KAFKA, or GOVHALL_LINK=direct for a single cell', kafka),
        ('GOVHALL_LINK to kafka or direct', settings.LINK in ('kafka', 'direct')),
        ('GOVHALL_SUITE to ed25519, or to sm2 with the package gmssl-pyx installed (govhall[sm])', _has_suite()),
        ('GOVHALL_MASTER_KEY to 32 random bytes in base64 (openssl rand -base64 32)', _has_master_key()),
        ('GOVHALL_TRUSTED_PROXIES to addresses or networks, one a hop', _knows_proxies()),
        ('GOVHALL_MODE to production or local', settings.MODE in ('production', 'local')),
    ]


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


def _knows_proxies() -> bool:
    try:
        IpWare(proxy_list=list(settings.TRUSTED_PROXIES))
    except ValueError:
        return False
    return True


def _signs_in() -> bool:
    """Whether the brokers are told who comes, under TLS, or the operator said aloud that it goes without."""
    if settings.LINK == 'direct' or settings.KAFKA_PLAINTEXT:
        return True
    return bool(settings.KAFKA_USER) and len(settings.KAFKA_PASSWORD) >= 16


def _strict() -> list[tuple[str, bool]]:
    key, database = settings.SECRET_KEY, settings.DATABASES['default']
    return [
        ('GOVHALL_SECRET_KEY must have at least 50 random characters.', len(key) >= 50 and len(set(key)) >= 10),
        (
            'GOVHALL_HOSTS must name this server; "*" is refused.',
            bool(settings.ALLOWED_HOSTS) and '*' not in settings.ALLOWED_HOSTS,
        ),
        ('GOVHALL_TLS must be on: sessions may only travel encrypted.', settings.TLS),
        (
            'GOVHALL_DATABASE_URL needs a password of at least 16 characters.',
            len(str(database.get('PASSWORD') or '')) >= 16,
        ),
        ('GOVHALL_VALKEY_URL needs a password.', '@' in settings.VALKEY_URL),
        (
            'GOVHALL_KAFKA_USER and GOVHALL_KAFKA_PASSWORD (16 characters or more) must sign this cell in to Kafka; '
            'GOVHALL_KAFKA_PLAINTEXT=on goes without TLS, where another layer encrypts the network.',
            _signs_in(),
        ),
        ('DEBUG must be off.', not settings.DEBUG),
        (
            'GOVHALL_PUBLIC_ADDRESS must be the https address that the square on each paper leads to.',
            settings.PUBLIC_ADDRESS.startswith('https://'),
        ),
    ]
