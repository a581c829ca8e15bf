"""The cases of one hall that messages change in one transaction: locked together and written together.

Whatever comes of them one by one must come of them here: the rules work on a `Change` and can't tell the difference.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from federation.repair.fences import fenced_since
from govhall.casework.case_reads import LOCKED_BY_NUMBER, LOCKED_TOGETHER
from govhall.casework.models import Case
from govhall.casework.refusals import NoSuchCase
from govhall.casework.services.change import Change, write
from govhall.casework.services.hall_closure import closing_of
from govhall.casework.services.lookups import CachedLookups
from tenants.context import current_hall


class CaseBatch:
    """Give a case to each message in its turn, keep the finished changes, write them at the end."""

    def __init__(self, cases: Collection[UUID], *, at: datetime, begins: bool) -> None:
        """`begins`: something may begin here, so that first of all nobody may close the hall until the commit."""
        self.hall, self.at = current_hall(), at
        self.closing = closing_of(self.hall) if begins else None  # the directory's entry of a hall that was merged
        self.fenced_since = fenced_since(self.hall.code)
        self.lookups = CachedLookups(at)
        self._cases: dict[UUID, Case | None] = {}
        self._changes: list[Change] = []
        # What must be written before it is touched again: a new case, whose row knows its values better than the
        # message did, and one whose papers speak of it as it is now.
        self._unsettled: set[UUID] = set()
        self._lock(cases)

    def find(self, uid: UUID) -> Case | None:
        """The case as all messages before have left it, locked; None if the hall does not have it."""
        if uid in self._unsettled:
            self.write()
        if uid not in self._cases:
            self._lock([uid])
        return self._cases[uid]

    def numbered(self, number: str) -> Case | None:
        """The same by its number."""
        if self._unsettled:
            self.write()
        found = [case for case in self._cases.values() if case is not None and case.number == number]
        case = found[0] if found else LOCKED_BY_NUMBER.first(number=number)
        if case is not None:
            self._cases[case.uid] = case
        return case

    def change(self, case: Case, *, is_new: bool = False) -> Change:
        """Begin a change of a case; its `finish` brings it here."""
        change = Change(case, hall=self.hall, actor=None, at=self.at, is_new=is_new)
        change.lookups, change.case_batch = self.lookups, self
        return change

    def change_of(self, uid: UUID) -> Change:
        """Begin a change of a case that the hall has. Raises NoSuchCase."""
        case = self.find(uid)
        if case is None:
            raise NoSuchCase
        return self.change(case)

    def put(self, change: Change) -> None:
        """Keep a finished change until all are written."""
        self._changes.append(change)
        if change.is_new or change.drafts:
            self._unsettled.add(change.case.uid)

    def write(self) -> None:
        """Write what is kept; the case_batch may be used on."""
        changes, self._changes = self._changes, []
        if changes:
            write(changes)
        for uid in self._unsettled:
            self._cases.pop(uid, None)
        self._unsettled = set()

    def _lock(self, cases: Iterable[UUID]) -> None:
        wanted = sorted(set(cases))
        self._cases |= dict.fromkeys(wanted)
        for case in LOCKED_TOGETHER(uid=wanted):
            self._cases[case.uid] = case
