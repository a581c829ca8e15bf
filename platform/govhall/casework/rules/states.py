"""In which state a case is, and where its custody is."""

from enum import StrEnum


class State(StrEnum):
    """The state of a case; suspension and extension are intervals, not states."""

    DRAFT = 'draft'
    SUBMITTED = 'submitted'
    PRE_RETURNED = 'pre_returned'
    ENTRUSTED = 'entrusted'
    RECEIVED = 'received'
    CORRECTING = 'correcting'
    ACCEPTED = 'accepted'
    REVIEWED = 'reviewed'
    APPROVED = 'approved'
    REFUSED = 'refused'
    NOT_ACCEPTED = 'not_accepted'
    WITHDRAWN = 'withdrawn'
    TERMINATED = 'terminated'
    LICENSED = 'licensed'
    DELIVERED = 'delivered'

    @property
    def label(self) -> str:
        """The state on screen."""
        return STATE_LABELS[self]


STATE_LABELS = {
    State.DRAFT: '草稿',
    State.SUBMITTED: '已提交',
    State.PRE_RETURNED: '预审退回',
    State.ENTRUSTED: '代办（未收件）',
    State.RECEIVED: '收件',
    State.CORRECTING: '待补正',
    State.ACCEPTED: '受理',
    State.REVIEWED: '已审查',
    State.APPROVED: '准予办理',
    State.REFUSED: '不予办理',  # where the matter is not at hand; `rules.words` knows it of a licence
    State.NOT_ACCEPTED: '不予受理',
    State.WITHDRAWN: '撤回',
    State.TERMINATED: '终止办理',
    State.LICENSED: '已制证',
    State.DELIVERED: '已送达',
}
TO_DELIVER = (
    State.APPROVED,
    State.LICENSED,
    State.REFUSED,
    State.NOT_ACCEPTED,
)  # a result that the applicant has not got yet
ONLINE = frozenset({State.DRAFT, State.SUBMITTED, State.PRE_RETURNED})  # applied for online, not yet received
OPEN = frozenset({State.ENTRUSTED, State.RECEIVED, State.CORRECTING, State.ACCEPTED, State.REVIEWED})


class Custody(StrEnum):
    """Whether this hall holds the case: exactly one hall may decide."""

    HELD = 'held'
    IN_TRANSIT = 'in_transit'
    WATCHING = 'watching'
