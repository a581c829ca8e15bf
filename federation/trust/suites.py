"""The one registry of suites."""

from federation.trust.port import Suite
from federation.trust.unsigned import Unsigned

SUITES: dict[str, Suite] = {suite.name: suite for suite in [Unsigned()]}
IN_USE = 'unsigned'


def suite() -> Suite:
    """The suite of this deployment."""
    return SUITES[IN_USE]
