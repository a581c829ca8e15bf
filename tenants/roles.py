"""The roles that a person can hold in a hall; what each may do stands in casework's transition table."""

from enum import StrEnum


class Role(StrEnum):
    """A role in one hall (窗口岗位)."""

    CLERK = 'clerk'
    AGENT = 'agent'
    REVIEWER = 'reviewer'
    CHIEF = 'chief'
    APPROVER = 'approver'
    SUPERVISOR = 'supervisor'
    LEADER = 'leader'
    ADMINISTRATOR = 'administrator'

    @property
    def label(self) -> str:
        """The role's name on screen."""
        return LABELS[self]


LABELS = {
    Role.CLERK: '窗口人员',
    Role.AGENT: '村级代办员',
    Role.REVIEWER: '审查人员',
    Role.CHIEF: '首席代表',
    Role.APPROVER: '审批人员',
    Role.SUPERVISOR: '监督人员',
    Role.LEADER: '领导',
    Role.ADMINISTRATOR: '管理员',
}
