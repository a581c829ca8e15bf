"""The one registry of suites."""

from functools import cache

from django.conf import settings

from federation.trust.ed25519 import Ed25519Suite
from federation.trust.port import Suite, Untrusted
from federation.trust.sm2 import SM2Suite, SuiteMissing, is_there

NAMES = ('ed25519', 'sm2')


@cache
def suite_named(name: str) -> Suite:
    """A suite by its name. Raises Untrusted if nobody has it, SuiteMissing where its package is not installed."""
    if name == Ed25519Suite.name:
        return Ed25519Suite()
    if name != SM2Suite.name:
        raise Untrusted('an unknown suite')
    if not is_there():
        raise SuiteMissing('install govhall[sm]: the suite sm2 needs the package gmssl-pyx')
    return SM2Suite()


def suite() -> Suite:
    """The suite of this deployment, by GOVHALL_SUITE."""
    return suite_named(settings.SUITE)
