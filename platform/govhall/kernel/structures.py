"""Typed structures as JSON columns hold them."""

import msgspec


def plain(value: object) -> object:
    """A structure as what a JSON column holds."""
    return msgspec.to_builtins(value)
