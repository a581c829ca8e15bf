"""What a clerk does to a case is bound by the matter's department or a letter, or has a reason not to be."""

from govhall.casework.rules.transitions import Transition
from govhall.catalogue.rules import PERSONAL_POWERS
from tenants.roles import Role
from tests.builders.rows import Row

# The hall's counter does these for every department: none decides anything about the case or ends its clock.
FREE = {
    'entrust': 'papers are only carried; the case begins at the hall',
    'receive': 'the counter takes every application (综合窗口收件)',
    'attach': 'the counter scans what is handed in',
    'attach_later': 'the counter scans what comes later (容缺)',
    'bring_later': 'the counter takes what comes later (容缺) from the applicant',
    'reuse': 'the counter uses what the hall has on file, with consent',
    'supply': 'the counter takes the missing papers from the applicant',
    'deliver': 'the counter hands out every result (综合窗口出件)',
    'pre_return': 'an online application is no case yet; the counter looks whether it can be received',
    'collect_fee': 'needs the letter of a cashier, which the act asks for itself',
    'check_identity': 'whoever the applicant comes to looks at their documents',
    'move_department': 'the centre’s office says whose a case is, which nobody of a department may',
    'assess_fee': 'fees follow the list; the hall assesses them',
    'cancel_fee': 'takes back what the hall assessed, on record',
    'bill_fee': 'a sheet of what was assessed',
    'void_bill': 'a sheet that was not paid',
    'end_help': 'takes sight of the case from a liaison officer, and gives none',
    'refund_fee': 'pays back what was collected, on record',
}


def is_bound(row: Transition) -> bool:
    """Whether a department, a letter or the head's office stands behind the row."""
    by_letter = row.by_letter and bool(PERSONAL_POWERS.keys() & {row.power, *row.by_stage.values()})
    return row.of_department or row.by_head or bool(row.letter) or by_letter


def test_every_act_of_clerks_is_bound_or_says_why_not() -> None:
    free = {row.name for row in Row if Role.CLERK in row.roles and not is_bound(row)}
    assert free == FREE.keys()


def test_what_sends_a_case_away_or_moves_its_clock_is_bound() -> None:
    moves = [row for row in Row if Role.CLERK in row.roles and row.clock in {'stop', 'decide', 'end'} and row.states]
    assert [row.name for row in moves if not is_bound(row) and row.name not in FREE] == []
    assert all(is_bound(row) for row in (Row.TRANSFER, Row.PASS_ON, Row.ASK_HEARING, Row.WAIVE_HEARING))
