"""The register follows what is decided about licences, always inside the transaction of the act.

Cases are known here by what they hand in, because this room lies below them.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from federation.contracts.records import Followed
from govhall.kernel.ids import new_uid
from govhall.kernel.recordset import StatementPart
from govhall.kernel.structures import plain
from govhall.licences.models import LicenceEntry, LicenceHolder
from govhall.licences.refusals import LicenceNumberTaken
from govhall.licences.rules.numbers import licence_number
from tenants.bulk_write import inserting


class LicenceGranted(NamedTuple):
    """A grant that brings a certificate: of which case and matter, called how, to whom, and from when to when."""

    case_uid: UUID
    case_number: str
    matter: str
    main: str
    name: str
    organ: str
    department: str
    holder: LicenceHolder
    valid_from: date
    valid_until: date | None


def grant_parts(grant: LicenceGranted) -> list[StatementPart]:
    """The line of the register, as a part of the statement that writes the decision; its number comes later."""
    return inserting(LicenceEntry, [_entry(grant)])


def note_made(grant: LicenceGranted, number: str, *, on: date) -> None:
    """The certificate is made: its number, and the day from which it counts. Raises LicenceNumberTaken."""
    kept = licence_number(number)
    others = LicenceEntry.objects.filter(main=grant.main, number=kept).exclude(case_uid=grant.case_uid)
    if others.exists():
        raise LicenceNumberTaken(field='number', number=kept)
    made = {'number': kept, 'valid_from': on}
    if LicenceEntry.objects.filter(case_uid=grant.case_uid).update(**made):
        return
    entry = _entry(grant)
    entry.number, entry.valid_from = kept, on
    entry.save(force_insert=True)


def note_followed(case_uid: UUID, followed: Followed | None) -> None:
    """Another case took the place of this licence or ended it; None: that was withdrawn, and it counts again."""
    LicenceEntry.objects.filter(case_uid=case_uid).update(followed_data=plain(followed) if followed else None)


def locked_entry(*, main: str, number: str) -> LicenceEntry | None:
    """The licence from before this system with this number, locked until the transaction ends."""
    rows = LicenceEntry.objects.select_for_update().filter(main=main, number=number)
    return rows.first()


def follow_entry(entry: LicenceEntry, followed: Followed | None) -> None:
    """The same for a locked licence without a case."""
    entry.followed_data = plain(followed) if followed else None
    entry.save(update_fields=['followed_data'])


def _entry(grant: LicenceGranted) -> LicenceEntry:
    values = grant._asdict()
    holder = plain(values.pop('holder'))
    return LicenceEntry(uid=new_uid(), holder_data=holder, **values)
