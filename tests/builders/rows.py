"""The rows of the transition table by the names that they have in their files."""

from collections.abc import Iterator

from govhall.casework.rules.transitions import Transition, table


class _Rows:
    """`Row.ACCEPT` is the row that `casework/acts/accept.py` registers."""

    def __getattr__(self, name: str) -> Transition:
        return table()[name.lower()]

    def __iter__(self) -> Iterator[Transition]:
        return iter(table().values())


Row = _Rows()


def name_of(row: object) -> str | None:
    """The name of a row, for the names of tests."""
    return row.name if isinstance(row, Transition) else None
