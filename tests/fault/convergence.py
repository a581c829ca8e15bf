"""Whether everything that was sent has arrived, once, and how long that took."""

from time import monotonic

from tests.builders.stack import LONGEST_SECONDS, Running
from tests.fault.evidence import Evidence
from tests.fault.flow import COUNTY, TOWNSHIP


def check_all_arrived_once(
    uids: list[str], count: int, evidence: Evidence, running: Running, *, within: float = LONGEST_SECONDS
) -> None:
    """The county has every case once, both ends of every stream agree, and every chain of events is whole."""
    assert len(set(uids)) == count
    assert running.until(lambda: evidence.in_custody(uids, at=COUNTY, watched_by=TOWNSHIP), within=within)
    assert running.until(lambda: not evidence.stream_faults(), within=within), evidence.stream_faults()
    assert running.until(lambda: not evidence.uncounted(TOWNSHIP), within=within)
    assert evidence.events(COUNTY, 'took_over', uids) == [1] * count
    assert evidence.events(TOWNSHIP, 'taken_over_by', uids) == [1] * count
    assert evidence.chain_faults(TOWNSHIP) + evidence.chain_faults(COUNTY) == []


class Stopwatch:
    """Started when the fault is mended; says at the end how long everything took to agree again."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = monotonic()

    def print(self) -> None:
        """One line for the record of the run (`pytest -rP`, or `-s`)."""
        print(f'\n{self._what}: converged in {monotonic() - self._begun:.1f} s')
