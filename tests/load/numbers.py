"""Percentiles and rates."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share (0 to 1) of the values does not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def rate(count: int, seconds: float) -> float:
    """Things a second."""
    return count / seconds if seconds > 0 else 0.0
