"""The roles that a person can hold in a hall; what each may do stands in casework's transition table."""

from enum import StrEnum


class Role(StrEnum):
    """A role in one hall (窗口岗位)."""

    CLERK = 'clerk'
    AGENT = 'agent'
    LIAISON = 'liaison'
    REVIEWER = 'reviewer'
    CHIEF = 'chief'
    APPROVER = 'approver'
    SUPERVISOR = 'supervisor'
    LEADER = 'leader'
    ADMINISTRATOR = 'administrator'
    SECURITY = 'security'
    AUDITOR = 'auditor'

    @property
    def label(self) -> str:
        """The role's name on screen."""
        return LABELS[self]


LABELS = {
    Role.CLERK: '窗口人员',
    Role.AGENT: '村级代办员',
    Role.LIAISON: '审批联络员（帮办）',
    Role.REVIEWER: '审查人员',
    Role.CHIEF: '首席代表',
    Role.APPROVER: '审批人员',
    Role.SUPERVISOR: '监督人员',
    Role.LEADER: '领导',
    Role.ADMINISTRATOR: '系统管理员',
    Role.SECURITY: '安全管理员',
    Role.AUDITOR: '审计管理员',
}
# The three administrators (三员) of GB/T 22239: who holds one office does not hold another in the same hall.
OFFICES = frozenset({Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR})
TOGETHER = frozenset({Role.ADMINISTRATOR, Role.SECURITY})  # what one person may hold in a small hall
AT_WORK = frozenset(Role) - {Role.AUDITOR}  # everybody but those who only read the audit

# Who decides, signs or administers.
WEIGHTY = OFFICES | {Role.REVIEWER, Role.CHIEF, Role.APPROVER, Role.LEADER}


def without_conflict(roles: frozenset[Role], *, small: bool) -> frozenset[Role]:
    """The roles that count: of two offices of one person in a hall neither does, unless the hall is small."""
    offices = roles & OFFICES
    return roles if len(offices) < 2 or (small and offices == TOGETHER) else roles - OFFICES
