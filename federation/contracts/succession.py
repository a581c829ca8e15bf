"""What halls tell each other of a case whose hall was split (撤乡并镇), beside its token."""

from federation.contracts.base import Message, message


@message('case.successor_chosen.v1')
class SuccessorChosen(Message, frozen=True, kw_only=True):
    """A person chose which successor of a split hall stands for it in this case: nobody could tell its village.

    Told by the closed hall to who shares the case with it, and passed on by them.
    """

    closed: str
    successor: str
