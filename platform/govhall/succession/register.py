"""The register of licences of a hall that was merged or split: successors keep it and renew what is in it."""

from datetime import datetime

from federation.contracts.licence import KeptLicence, LicencesPassedOn
from federation.directory.models import HallEntry
from federation.inbox.messages import MessageContext
from federation.outbox.services import emit
from govhall.casework.models import Case
from govhall.casework.services.hall_closure import closing_of
from govhall.casework.services.home import heir_of
from govhall.casework.services.sender_authority import check_successor
from govhall.catalogue import selectors as catalogue
from govhall.kernel.structures import plain
from govhall.licences.models import LicenceEntry, LicenceHolder
from tenants.bulk_write import insert_many
from tenants.context import current_hall

IN_A_MESSAGE = 100


def pass_on_register(closed: HallEntry) -> int:
    """Tell the successors every licence of the closed current hall that none has been told of; how many.

    After a split each goes where its case went; one without a case, or of no known village, to the first successor.
    """
    rows = LicenceEntry.objects.select_for_update().filter(passed_to='').order_by('uid')
    found = list(rows)
    shares: dict[str, list[LicenceEntry]] = {}
    for row in found:
        shares.setdefault(_heir(row, closed), []).append(row)
    for successor, share in shares.items():
        for first in range(0, len(share), IN_A_MESSAGE):
            part = share[first : first + IN_A_MESSAGE]
            emit(LicencesPassedOn(licences=[_told(row) for row in part]), recipient=successor, subject=part[0].uid)
        LicenceEntry.objects.filter(uid__in=[row.uid for row in share]).update(passed_to=successor)
    return len(found)


def _heir(row: LicenceEntry, closed: HallEntry) -> str:
    case = Case.objects.filter(uid=row.case_uid).first() if closed.villages and row.case_uid else None
    return (heir_of(case, closed) if case else '') or closed.successor


def take_on_register(message: LicencesPassedOn, delivery: MessageContext, *, at: datetime) -> None:
    """Keep the licences of a hall that was merged into the current one; again changes nothing.

    A number that the register has for the same matter stays as it is here. Raises SenderNotAuthorised.
    """
    check_successor(delivery.sender)
    hall = current_hall()
    numbers = {licence.number for licence in message.licences if licence.number}
    taken = set(LicenceEntry.objects.filter(number__in=numbers).values_list('main', 'number'))
    known = set(
        LicenceEntry.objects.filter(uid__in=[one.uid for one in message.licences]).values_list('uid', flat=True)
    )
    new = [one for one in message.licences if one.uid not in known and (one.main, one.number) not in taken]
    owners = {code: catalogue.placement(code, hall=hall.code, at=at) for code in {one.matter for one in new}}
    departments = {code: found.department if found else '' for code, found in owners.items()}
    insert_many(LicenceEntry, [_kept(one, departments[one.matter]) for one in new])
    closed = closing_of(hall)
    if closed is not None:  # merged itself while this was on its way
        pass_on_register(closed)


def _told(row: LicenceEntry) -> KeptLicence:
    holder = row.holder
    return KeptLicence(
        uid=row.uid,
        main=row.main,
        matter=row.matter,
        name=row.name,
        number=row.number,
        organ=row.organ,
        holder_kind=holder.kind,
        holder_name=holder.name,
        holder_number=holder.id_number,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        case_uid=row.case_uid,
        case_number=row.case_number,
        followed=row.followed,
    )


def _kept(one: KeptLicence, department: str) -> LicenceEntry:
    return LicenceEntry(
        uid=one.uid,
        case_uid=one.case_uid,
        case_number=one.case_number,
        main=one.main,
        matter=one.matter,
        name=one.name,
        number=one.number,
        organ=one.organ,
        department=department,
        holder_data=plain(LicenceHolder(one.holder_kind, one.holder_name, one.holder_number)),
        valid_from=one.valid_from,
        valid_until=one.valid_until,
        followed_data=plain(one.followed) if one.followed else None,
    )
