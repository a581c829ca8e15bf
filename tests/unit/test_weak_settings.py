"""What a cell refuses to start with."""

from typing import Any

import pytest

from govhall.project.checks import weak_settings

STRONG = 'k3y-' + 'abcdefghijklmnopqrstuvwxyz0123456789' * 2


@pytest.fixture
def production(settings: Any) -> Any:
    settings.MODE = 'production'
    settings.SECRET_KEY = STRONG
    settings.ALLOWED_HOSTS = ['zw.example.gov.cn']
    settings.TLS = True
    settings.PUBLIC_ADDRESS = 'https://zw.example.gov.cn'
    settings.VALKEY_URL = 'redis://:secret-of-valkey@127.0.0.1:6379/0'
    settings.DATABASES = {'default': {'PASSWORD': 'a-long-random-password'}}
    settings.KAFKA_PLAINTEXT = False
    settings.KAFKA_USER, settings.KAFKA_PASSWORD = 'bazhong', 'a-long-random-password'
    return settings


def said(settings: Any) -> str:
    return ' '.join(str(one.msg) for one in weak_settings(None))


def test_a_strong_production_may_start(production: Any) -> None:
    assert weak_settings(None) == []


@pytest.mark.parametrize(
    ('name', 'value', 'word'),
    [
        ('SECRET_KEY', 'short', 'SECRET_KEY'),
        ('SECRET_KEY', 'a' * 60, 'SECRET_KEY'),
        ('ALLOWED_HOSTS', ['*'], 'GOVHALL_HOSTS'),
        ('ALLOWED_HOSTS', [], 'GOVHALL_HOSTS'),
        ('TLS', False, 'GOVHALL_TLS'),
        ('VALKEY_URL', 'redis://127.0.0.1:6379/0', 'GOVHALL_VALKEY_URL'),
        ('DATABASES', {'default': {'PASSWORD': 'short'}}, 'GOVHALL_DATABASE_URL'),
        ('DEBUG', True, 'DEBUG'),
        ('PUBLIC_ADDRESS', 'http://zw.example.gov.cn', 'GOVHALL_PUBLIC_ADDRESS'),
        ('KAFKA_USER', '', 'GOVHALL_KAFKA_USER'),
        ('KAFKA_PASSWORD', 'short', 'GOVHALL_KAFKA_PASSWORD'),
        ('CELL', '', 'GOVHALL_CELL'),
        ('LINK', 'pigeon', 'GOVHALL_LINK'),
        ('MASTER_KEY', '', 'GOVHALL_MASTER_KEY'),
        ('MASTER_KEY', 'c2hvcnQ=', 'GOVHALL_MASTER_KEY'),
    ],
)
def test_each_weak_setting_is_named(production: Any, name: str, value: object, word: str) -> None:
    setattr(production, name, value)
    assert word in said(production)


def test_kafka_is_needed_only_by_its_link(production: Any) -> None:
    production.KAFKA_SERVERS = []
    production.LINK = 'kafka'
    assert 'GOVHALL_KAFKA' in said(production)
    production.LINK = 'direct'
    assert said(production) == ''


def test_kafka_without_tls_and_names_must_be_said_aloud(production: Any) -> None:
    production.KAFKA_USER = ''
    assert 'GOVHALL_KAFKA_PLAINTEXT' in said(production)
    production.KAFKA_PLAINTEXT = True
    assert said(production) == ''
