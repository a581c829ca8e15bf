"""Cells that are far apart."""

from tests.builders.moving import apart

__all__ = ['apart']
