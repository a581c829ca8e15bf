"""What kind of organ an authority is (机关性质): to whom it answers in reconsideration (行政复议法 §24-28)."""

from enum import StrEnum


class OrganKind(StrEnum):
    """How an organ stands to the people's government of its area and to the organ above it."""

    DEPARTMENT = 'department'
    GOVERNMENT = 'government'
    OUTPOST = 'outpost'
    BRANCH = 'branch'
    CITY_BRANCH = 'city_branch'
    VERTICAL = 'vertical'
    JUSTICE = 'justice'
    AUTHORISED = 'authorised'

    @classmethod
    def of(cls, word: str) -> 'OrganKind':
        """The kind of a stored word; one that a later release knows is taken for a department."""
        return cls(word) if word in set(cls) else cls.DEPARTMENT

    @property
    def label(self) -> str:
        """The kind on screen and in lists."""
        return LABELS[self]


LABELS = {
    OrganKind.DEPARTMENT: '政府工作部门',
    OrganKind.GOVERNMENT: '人民政府',
    OrganKind.OUTPOST: '政府派出机关',
    OrganKind.BRANCH: '部门派出机构',
    OrganKind.CITY_BRANCH: '市级部门按区划设立的派出机构',
    OrganKind.VERTICAL: '垂直领导机关（海关、金融、税务、国家安全等）',
    OrganKind.JUSTICE: '司法行政部门',
    OrganKind.AUTHORISED: '法律法规授权的组织',
}
