"""The mutation of each act: the words of the pages' addresses, and the names and inputs here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import graphene

from govhall.casework.rules.procedures import ProcedureKind
from govhall.documents.rules.service import Way

KINDS = [kind.value for kind in ProcedureKind if kind is not ProcedureKind.HEARING]
REASON = {'reason': graphene.String(required=True, description='Why, in words; at most 300 characters, no names.')}
TO = {'to': graphene.String(required=True, description='Code of the other hall.')}
PAPERS = {
    'papers': graphene.List(graphene.NonNull(graphene.String), required=True, description='Codes of the materials.')
}


@dataclass(frozen=True, slots=True)
class Doable:
    """A mutation: its name, the word of the act that it is, what it does, and what it takes beside uid and version.

    `otherwise` is the word if its `approve` is false.
    """

    name: str
    word: str
    does: str
    takes: Mapping[str, Any] = field(default_factory=dict)
    otherwise: str = ''


def _text(most: int, description: str) -> graphene.String:
    return graphene.String(required=True, description=f'{description} At most {most} characters.')


PARTY = {'party': graphene.String(description='Name of the interested party; none: the applicant.')}
SITTING = {
    'day': graphene.Date(required=True, description='The day.'),
    'hour': _text(5, 'The hour, as 09:30.'),
    'place': _text(100, 'Where.'),
    'host': _text(60, 'Who presides; nobody who reviewed the case or looked on the spot.'),
}
UNTIL = {
    'day': graphene.Date(
        description='Last day on which the result is valid (有效期至); needed unless the matter is 长期. TERM_MISSING.'
    )
}
DOABLE = (
    Doable('take_over_from_agent', 'receive', 'Receive papers that an agent carried (收件); the five days begin.'),
    Doable('accept_case', 'accept', 'Accept (受理); the clock of the decision starts. PAPERS_MISSING.'),
    Doable('decide_on_the_spot', 'on-the-spot', 'Accept, approve and end at once (当场办结).', UNTIL),
    Doable(
        'close_in_village',
        'village-close',
        'Close a public service at the village (直办). VILLAGE_DECIDES_NOTHING.',
        UNTIL,
    ),
    Doable(
        'assist_in_village',
        'village-assist',
        'Record what the village checked or helped with (协办); decides nothing. NOT_ASSISTED.',
        {'opinion': _text(1000, 'What was done and found.')},
    ),
    Doable('ask_for_correction', 'correction', 'Tell once what is missing (一次性告知). SECOND_CORRECTION.', PAPERS),
    Doable('supply_papers', 'supply', 'Take the missing papers (补正); the five days begin again.', PAPERS),
    Doable(
        'decline_case',
        'decline',
        'Do not accept (不予受理, §32).',
        REASON | {'competent': graphene.String(description='The organ to apply to, where this one has no power.')},
    ),
    Doable('review_case', 'review', 'Sign an opinion (审查).', {'opinion': _text(1000, 'The opinion.')}),
    Doable('forward_case', 'forward', 'Send upward with papers and opinions (上报, 转交).'),
    Doable(
        'decide_case',
        'approve',
        'Decide (决定): grant and letter are asked at this second. NO_GRANT, NO_AUTHORISATION.',
        {
            'approve': graphene.Boolean(required=True, description='True: 准予; false: 不予, which needs a reason.'),
            'reason': graphene.String(description='Why; at most 300 characters.'),
            **UNTIL,
        },
        otherwise='refuse',
    ),
    Doable('withdraw_case', 'withdraw', 'The applicant withdraws (撤回), or asks the holder to.', REASON),
    Doable(
        'terminate_case',
        'terminate',
        "End what can not go on (终止办理); no withdrawal, which is the applicant's.",
        REASON,
    ),
    Doable(
        'record_site_check',
        'site-check',
        'Record a check on the spot (现场核查, 行政许可法 §34). TOO_FEW_OFFICERS.',
        {
            'day': graphene.Date(required=True, description='The day of the check.'),
            'place': _text(100, 'Where.'),
            'officers': graphene.List(
                graphene.NonNull(graphene.Int), required=True, description='Ids of memberships; two or more.'
            ),
            'opinion': _text(1000, 'What they found.'),
            'signed': graphene.Boolean(required=True, description='Whether the applicant signed the record.'),
            'reason': graphene.String(description='Why the applicant did not sign.'),
        },
    ),
    Doable(
        'make_licence',
        'make-licence',
        'Make the certificate of a grant (制证); the letter must give 制证权. NOTHING_TO_MAKE, NO_AUTHORISATION.',
        {'number': graphene.String(description='The number printed on it; none: it is numbered here.')},
    ),
    Doable(
        'begin_revocation',
        'begin-revocation',
        'The organ begins to revoke the result (撤销, 行政许可法 §69); the answer is the new case.',
        REASON,
    ),
    Doable(
        'deliver_case',
        'deliver',
        'The result was served on the applicant (送达). REFERENCE_MISSING, CONSENT_MISSING.',
        {
            'way': graphene.String(description=f'One of {", ".join(Way)}; direct if absent.'),
            'reference': graphene.String(
                description='Number of the letter by post, the organ entrusted, or where it was published.'
            ),
            'consented': graphene.Boolean(description='The applicant agreed to electronic service.'),
        },
    ),
    Doable(
        'begin_procedure',
        'procedure',
        'Begin a special procedure (特别程序, 行政许可法 §45); the clock stops where the law says so.',
        {
            'kind': graphene.String(required=True, description=f'One of {", ".join(KINDS)}.'),
            'days': graphene.Int(required=True, description='How long, as told to the applicant. Unit: working days.'),
            'basis': graphene.String(description='Special legal basis, where the kind needs one.'),
            'reason': graphene.String(description='Why; at most 300 characters.'),
        },
    ),
    Doable('end_procedure', 'procedure-end', 'End the procedure; `reason` is its result.', REASON),
    Doable(
        'extend_case',
        'extend',
        'Extend the limit once (延长, §42); the head of the organ only.',
        {'days': graphene.Int(required=True, description='By how much. Unit: working days.'), **REASON},
    ),
    Doable(
        'tell_hearing',
        'hearing-tell',
        'Tell the right to a hearing (听证告知, §47).',
        {'parties': graphene.String(description='Interested parties to be told too: names, with 、 between.')},
    ),
    Doable('ask_for_hearing', 'hearing-ask', 'Applicant or party asks for the hearing.', PARTY),
    Doable('waive_hearing', 'hearing-waive', 'Applicant or party waives the hearing (放弃听证).', PARTY),
    Doable(
        'announce_hearing',
        'hearing-announce',
        'Hold a hearing of the own motion and announce it (听证公告, §46).',
        SITTING | REASON,
    ),
    Doable(
        'call_hearing',
        'hearing-call',
        'Fix day, hour and place of the hearing, seven days ahead (§48).',
        SITTING,
    ),
    Doable('hold_hearing', 'hearing-hold', 'Keep the record of the hearing.', {'opinion': _text(1000, 'The record.')}),
    Doable('transfer_case', 'transfer', 'Send where it belongs (转办).', TO | REASON),
    Doable('assign_case', 'assign', 'Give to a hall below (下派).', TO | REASON),
    Doable('send_back', 'send-back', 'Give back to where it came from (退回).', REASON),
    Doable('recall_case', 'recall', 'Ask back what was sent up (撤回上报).', REASON),
    Doable('consult', 'assist', 'Ask another hall for help (协办); the case stays.', TO | REASON),
    Doable(
        'hand_to_oversight',
        'oversight',
        'Hand a decision to supervision (移交监管): `to` is a hall, or @ and the code of a department in this centre.',
        TO | REASON,
    ),
    Doable('answer_consultation', 'answer', 'Answer what was asked here.', {'opinion': _text(1000, 'The answer.')}),
)


def mutation_for(word: str) -> str:
    """The mutation that does an act, as a client writes it; empty for an act that has none."""
    for one in DOABLE:
        if word in (one.word, one.otherwise):
            first, *more = one.name.split('_')
            return first + ''.join(part.capitalize() for part in more)
    return ''
