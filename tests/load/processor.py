"""Processor time of the parts of the stack, from the kernel's own accounts."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic

import psutil


@dataclass
class Spent:
    """Seconds that passed, and processor seconds of each part in that time."""

    seconds: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)

    def shares(self) -> dict[str, float]:
        """Each part's share of what all parts used."""
        total = sum(self.parts.values()) or 1.0
        return {part: spent / total for part, spent in self.parts.items()}

    def cores(self) -> float:
        """How many cores were busy with the parts on average."""
        return sum(self.parts.values()) / self.seconds if self.seconds else 0.0


def used(pid: int) -> float:
    """Processor seconds of a process, all below it, and its children that have ended."""
    total = 0.0
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:4])
    return total


@contextmanager
def measured(parts: Mapping[str, int | None]) -> Iterator[Spent]:
    """Account for the block: part to process id."""
    known = {part: pid for part, pid in parts.items() if pid is not None}
    before, begun, spent = {part: used(pid) for part, pid in known.items()}, monotonic(), Spent()
    yield spent
    spent.seconds = monotonic() - begun
    spent.parts = {part: used(pid) - before[part] for part, pid in known.items()}


def memory(parts: Mapping[str, int | None]) -> dict[str, float]:
    """Megabytes of each part: proportional shares of what processes have in common (PSS)."""
    return {part: _proportional(pid) / 2**20 for part, pid in parts.items() if pid is not None}


def _proportional(pid: int) -> int:
    total = 0
    root = psutil.Process(pid)
    for process in [root, *root.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            try:
                total += process.memory_full_info().pss
            except psutil.AccessDenied:  # another account's process: what is resident, shared pages counted whole
                total += process.memory_info().rss
    return total
