"""Whose address a request comes from: the one place that knows, for counting wrong guesses, sign-ins and figures.

The header that proxies write is believed only where the connection itself comes from a trusted one; anybody can send
it.
"""

from functools import lru_cache
from ipaddress import IPv6Address, ip_network

from django.conf import settings
from django.http import HttpRequest
from python_ipware import IpWare

CHAIN = 'CHAIN'
SOCKET = '127.0.0.1'  # what comes through a UNIX socket has no address and is of this machine
HOUSEHOLD = 56  # bits of an IPv6 address that belong to one household or one small office; the rest is theirs to vary


def address_of(request: HttpRequest) -> str:
    """The asker's IPv4 address or IPv6 network of 56 bits, as text; behind trusted proxies what the outermost saw.

    `GOVHALL_TRUSTED_PROXIES` has one address or network a hop, the nearest last.
    """
    peer = str(request.META.get('REMOTE_ADDR') or SOCKET)
    said = request.headers.get('X-Forwarded-For', '')
    proxies = tuple(settings.TRUSTED_PROXIES)
    found = _reader(proxies).get_client_ip({CHAIN: f'{said}, {peer}'})[0] if proxies and said else None
    found = found or _reader(()).get_client_ip({CHAIN: peer})[0]
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found), HOUSEHOLD), strict=False).network_address)
    return str(found or SOCKET)


@lru_cache
def _reader(proxies: tuple[str, ...]) -> IpWare:
    return IpWare(precedence=(CHAIN,), proxy_list=list(proxies))
