"""What becomes of every table of a hall when it is merged or split; a test holds that each table is named here.

The next table of a hall says it here too: its rows go to the successor, or end with the day and a reason, or stay as a
record that nobody acts on.
"""

from enum import StrEnum
from typing import NamedTuple


class FateKind(StrEnum):
    """What happens to the rows."""

    PASSED_ON = 'passed on'  # to the successor; after a split to that of the village
    ENDED = 'ended'  # with the day, and where a person asks, the reason
    SETTLED = 'settled'  # before the day: it blocks the plan until then
    KEPT = 'kept'  # a record of the closed hall, or what it still forwards with
    NUMBERED = 'numbered'  # goes on where it was begun, because its number was given there


class Fate(NamedTuple):
    """What happens to the rows of a table, and why or by what."""

    kind: FateKind
    why: str


P, E, S, K, N = FateKind.PASSED_ON, FateKind.ENDED, FateKind.SETTLED, FateKind.KEPT, FateKind.NUMBERED
PUBLIC = {
    'tenants_hall': Fate(E, 'closed on the day, with its successor'),
    'tenants_point': Fate(P, 'each with its village; the old row stays inactive, as numbers begin with it'),
    'tenants_membership': Fate(P, 'ends; who is in the plan goes on at the hall that it names'),
    'tenants_access_token': Fate(E, 'opens nothing any more: systems get keys of the successor'),
    'catalogue_authorisation': Fate(E, 'a letter names a hall: withdrawn with the document as reason, given anew'),
    'catalogue_section': Fate(E, 'out of the hall since the day'),
    'catalogue_centre_item': Fate(E, 'out of the hall, and not published by it, since the day'),
    'catalogue_hall_profile': Fate(K, 'not shown: the page of the hall leads to the successors'),
    'attendance_leave': Fate(P, 'goes on where person and substitute work from the day on; else it ends'),
    'attendance_shift': Fate(E, 'a closed hall has nobody to lead'),
    'attendance_training': Fate(K, 'what was held; one that lies ahead is struck out'),
    'attendance_trained': Fate(K, 'who came; people show it by the old hall'),
    'attendance_unattended': Fate(K, 'what mornings before the day found'),
    'attendance_window_change': Fate(E, 'what has not taken effect is called off'),
    'matter_editor_draft': Fate(P, 'to the first successor, which answers for its own matters'),
    'deadline': Fate(P, 'with the cases and applications that they belong to'),
    'tenants_space': Fate(P, 'counted anew with the applications that are passed on'),
    'published_decision': Fate(K, 'published decisions stay valid and can be verified'),
    'notice_book': Fate(K, 'numbers of an organ that were used are never given again'),
    'notice_waiting': Fate(N, 'numbered before the day: typeset and sealed by the hall that numbered it'),
    'notice_seal_use': Fate(K, 'the register of seals used'),
    'file_leaving': Fate(P, 'goes on leaving: files follow their case'),
    'file_arriving': Fate(P, 'joined here, and sent after its case'),
    'fed_facts_due': Fate(K, 'the closed hall still tells its part of each case'),
    'fed_sent': Fate(K, 'the closed hall forwards'),
    'fed_delivery': Fate(K, 'the closed hall forwards'),
    'fed_comparison': Fate(K, 'the closed hall forwards'),
    'fed_cursor': Fate(K, 'the closed hall forwards'),
    'fed_parked': Fate(K, 'the closed hall forwards'),
    'fed_inbox': Fate(K, 'the closed hall forwards'),
    'fed_private_key': Fate(K, 'the closed hall signs what it forwards'),
    'fed_incarnation': Fate(K, 'the closed hall forwards'),
    'tenants_person': Fate(K, 'an account is of the cell'),
    'insight_fact': Fate(K, 'counts where it happened; figures of today add it to the successor'),
}
HALL = {
    'casework_case': Fate(P, 'open ones with custody, watched ones with what is open; finished ones are a record'),
    'casework_event': Fate(K, 'the chain of each case stays whole; the successor continues one of its own'),
    'casework_request': Fate(P, 'with the case; the answer follows'),
    'casework_serial': Fate(K, 'a number is never given twice'),
    'casework_notice': Fate(K, 'signed papers stay valid; the next one names the new organ'),
    'casework_material': Fate(P, 'files follow their case'),
    'casework_fee': Fate(S, 'money is asked in the name of a hall that exists'),
    'casework_payment_order': Fate(S, 'paid or cancelled before the day'),
    'casework_archive': Fate(K, 'packages stay sealed where they were made; who supervises the hall reads them'),
    'casework_online': Fate(P, 'drafts, what waits and what was returned, by the village of the object'),
    'licences_entry': Fate(P, 'where its case went, or to the first successor'),
    'mandates_mandate': Fate(P, 'to every successor: the principal may live in any of its villages'),
    'frontdesk_rating': Fate(K, 'a mark is given once, to who served'),
    'fed_stream': Fate(K, 'the closed hall forwards'),
}
FATES = PUBLIC | HALL
