"""Fixtures of the flow tests."""

from tests.builders.committed import committed, committed_world

__all__ = ['committed', 'committed_world']
