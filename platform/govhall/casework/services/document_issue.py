"""Issuing the paper of an act: its number in the act's transaction, its text from the case as the act left it.

The file follows after the commit (`documents.tasks`). A hall that acts for another organ issues in that organ's name.
"""

from typing import Protocol

from govhall.casework.rules.states import Custody
from govhall.casework.services.document_data import Scene, facts_of, is_deemed
from govhall.catalogue import authority
from govhall.catalogue.authority import Reliance
from govhall.catalogue.refusals import NoGrant, UnknownMatter
from govhall.catalogue.rules import Power
from govhall.documents.draft import Draft, SignedBy, papers_of, take_number, written
from govhall.documents.rules import papers
from govhall.documents.rules.content import Facts
from govhall.documents.rules.wording import compose
from govhall.kernel.recordset import StatementPart
from govhall.kernel.structures import plain
from govhall.licences.rules.kinds import CaseKind

# The hall's power on which a paper stands where the act itself asked for none.
POWERS: dict[str, Power] = {
    papers.RECEIPT: Power.RECEIVE,
    papers.SUPPLEMENT: Power.RECEIVE,
    papers.DELIVERY: Power.RECEIVE,
    papers.WITHDRAWAL: Power.RECEIVE,
    papers.CORRECTION: Power.ACCEPT,
    papers.NOT_ACCEPTED: Power.ACCEPT,
    papers.ACCEPTANCE: Power.ACCEPT,
    papers.SPECIAL: Power.ACCEPT,
    papers.REFUSAL: Power.DECIDE,
    papers.APPROVAL: Power.DECIDE,
    papers.EXTENSION: Power.DECIDE,
    papers.HEARING_RIGHT: Power.DECIDE,
    papers.HEARING_CALL: Power.DECIDE,
    papers.HEARING_PUBLIC: Power.DECIDE,
    papers.TRANSFER: Power.RECEIVE,
    papers.TERMINATION: Power.ACCEPT,
    papers.CERTIFICATE: Power.DECIDE,
    papers.REVOCATION: Power.DECIDE,
    papers.UPHELD: Power.DECIDE,
}


class Issuing(Scene, Protocol):
    """A change that issues papers."""

    is_new: bool
    drafts: list[Draft]


def issue(
    change: Issuing,
    code: str,
    /,
    *,
    reliance: Reliance | None = None,
    by_letter: bool = True,
    letter: str | None = None,
    **data: object,
) -> dict[str, object]:
    """Take the number of one paper inside a change; gives what the act's event keeps: code, number, seal's letter.

    `data` is what the paper speaks of beside the case: `missing`, `papers`, `reason`, `competent`, `procedure`, `days`,
    `from_day` (deemed acceptance), `licence`. `letter` is the one that the act has asked for. Empty where the act
    stands without a paper: it was the law's or the applicant's, and the hall has no power in whose organ's name to
    write; or the paper belongs to the hall that the case is going to.
    Raises NoGrant, NoAuthorisation, NoSealPower.
    """
    code = papers.paper_of(code, revokes=change.case.kind == CaseKind.REVOKE)
    if code not in papers.KINDS:
        return {'document': code}
    relied = reliance or _standing(change, code, deemed=is_deemed(data), by_letter=by_letter)
    if relied is None:
        return {'document': code}
    # The head's own hand needs no letter; a certificate is sealed by whoever may make it.
    letter = letter or (_letter_for_seal(change, code, relied) if by_letter else None)
    person = change.actor.person_id if change.actor else None
    draft = take_number(change.case.uid, code, relied, signed=SignedBy(letter, person, change.at))
    draft.data = data
    change.drafts.append(draft)
    kept: dict[str, object] = {'document': code, 'number': draft.notice.number}
    return kept | ({'seal': letter} if letter else {})


def _standing(change: Issuing, code: str, *, deemed: bool, by_letter: bool) -> Reliance | None:
    """On what a paper stands where the act asked for no power; None if the act must not fail for want of it."""
    if change.case.custody == Custody.IN_TRANSIT and deemed:
        return None  # the hall that takes over finds the same and issues it
    person = change.actor.person_id if change.actor else None
    try:
        return authority.require(
            matter=change.case.matter,
            hall=change.hall.code,
            power=POWERS[code],
            at=change.at,
            person_id=person,
            received=change.case.received_at,
            facts=change.case.facts,
            by_letter=by_letter,
        )
    except (NoGrant, UnknownMatter):
        if deemed or code in (papers.DELIVERY, papers.WITHDRAWAL, papers.TRANSFER):
            return None
        raise


def _letter_for_seal(change: Issuing, code: str, relied: Reliance) -> str | None:
    """The letter that lets the deciding person use the organ's seal; None for papers of the window."""
    if POWERS[code] is not Power.DECIDE:
        return None
    if relied.seal_id is not None:  # found beside the grant, in this transaction
        return str(relied.seal_id)
    person = change.actor.person_id if change.actor else None
    hall = change.hall.code
    return str(authority.require_seal(matter=change.case.matter, hall=hall, at=change.at, person_id=person))


def paper_parts(change: Issuing) -> list[StatementPart]:
    """The papers of a change with their text, as parts of a statement; their files are ordered after the commit."""
    if not change.drafts:
        return []
    earlier = [] if change.is_new else papers_of(case=change.case.uid)
    for draft in change.drafts:
        notice = draft.notice
        notice.occurrence = 1 + sum(one.code == notice.code for one in earlier)
        facts: Facts = facts_of(change, notice, draft.organ, draft.data, earlier=earlier)
        notice.content_data = plain(compose(facts))
        earlier.append(notice)
    return written([draft.notice for draft in change.drafts], hall=change.hall.code, at=change.at)
