"""What files come for: each room whose rows name files registers here how they are found."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from federation.contracts.case import Attachment


class Owner(NamedTuple):
    """A case, or an application that is none yet, with the files that it names, by the code of their paper.

    `enters`: they stand in the table of materials, else its own row alone names them. `names_all`: it knows all its
    papers, so that what it does not name is nobody's.
    """

    uid: UUID
    files: Mapping[str, Sequence[Attachment]]
    enters: bool
    names_all: bool = False

    @property
    def named(self) -> set[str]:
        """The hashes of its files."""
        return {file.hash for files in self.files.values() for file in files}


Finder = Callable[[UUID], Owner | None]
_FINDERS: list[Finder] = []


def owns_files(find: Finder) -> Finder:
    """Register how the owners of one kind are found in the current hall; kinds are asked in the order of the apps."""
    _FINDERS.append(find)
    return find


def owner_of(uid: UUID) -> Owner | None:
    """What has this identity in the current hall; None while it is still on its way."""
    return next((owner for find in _FINDERS if (owner := find(uid)) is not None), None)
