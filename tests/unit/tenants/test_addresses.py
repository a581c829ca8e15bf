"""Whose address a request has, behind which proxies."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from tenants.addresses import address_of

ONE, TWO = ['10.1.0.0/16'], ['10.1.0.0/16', '127.0.0.1']


@pytest.mark.parametrize(
    ('proxies', 'peer', 'said', 'address'),
    [
        ([], '203.0.113.5', '198.51.100.7', '203.0.113.5'),
        ([], '127.0.0.1', '198.51.100.7', '127.0.0.1'),
        (ONE, '10.1.2.3', '198.51.100.7', '198.51.100.7'),
        (ONE, '10.1.2.3', '9.9.9.9, 198.51.100.7', '198.51.100.7'),
        (ONE, '10.2.2.3', '198.51.100.7', '10.2.2.3'),
        (ONE, '10.1.2.3', '', '10.1.2.3'),
        (ONE, '10.1.2.3', 'junk', '10.1.2.3'),
        (ONE, '10.1.2.3', '[2001:db8:1:2ff::5]:443', '2001:db8:1:200::'),
        (TWO, '127.0.0.1', '9.9.9.9, 198.51.100.7, 10.1.2.3', '198.51.100.7'),
        (TWO, '127.0.0.1', '198.51.100.7, 10.9.2.3', '127.0.0.1'),
        (['127.0.0.1'], '', '198.51.100.7', '198.51.100.7'),  # a UNIX socket
        ([], '', '198.51.100.7', '127.0.0.1'),
        ([], '2001:db8:1:201::9', '', '2001:db8:1:200::'),
        ([], '::ffff:203.0.113.5', '', '203.0.113.5'),
    ],
)
def test_the_header_is_believed_from_trusted_proxies_only(
    settings: Settings, proxies: list[str], peer: str, said: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get('/', headers={'X-Forwarded-For': said} if said else {}, REMOTE_ADDR=peer)
    assert address_of(request) == address
