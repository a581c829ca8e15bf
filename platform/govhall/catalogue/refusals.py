"""The refusals that the catalogue's readers raise; each sentence says what to do."""

from govhall.kernel.errors import Refused


class UnknownMatter(Refused):
    """No matter with this code is in the catalogue, or it is not in force at the moment asked for."""

    code = 'UNKNOWN_MATTER'
    sentence = '事项 {matter} 不在目录中或已停用，请在事项库中重新选择。'


class NoGrant(Refused):
    """The hall has no live grant that gives the power (Administrative Licensing Law, articles 22 to 24)."""

    code = 'NO_GRANT'
    status = 403
    sentence = '大厅 {hall} 目前没有事项 {matter} 的{power}权，请转有权的大厅办理。'


class NoAuthorisation(Refused):
    """The acting person has no live letter of authorisation (授权书) for the power and the matter."""

    code = 'NO_AUTHORISATION'
    status = 403
    sentence = '您没有事项 {matter} 有效的{power}授权，请由持有授权书的人员办理。'


class NotYourDepartment(Refused):
    """The matter belongs to another department of the hall, and the person has no letter for it."""

    code = 'NOT_YOUR_DEPARTMENT'
    status = 403
    sentence = '这件事属于{departments}，请交给该部门的同事、综合窗口或持有该事项授权书的人员办理。'


class NoSealPower(Refused):
    """The deciding person has no live letter that lets them use the organ's seal (电子印章使用权)."""

    code = 'NO_SEAL_POWER'
    status = 403
    sentence = '您的授权书里没有事项 {matter} 的用印权，决定书不能盖章，请由持有用印授权的人员决定。'


class NoGuide(Refused):
    """Neither the hall nor its kind of hall has a published guide for the matter."""

    code = 'NO_GUIDE'
    sentence = '大厅 {hall} 还没有发布事项 {matter} 的办事指南，请拨打 12345 咨询。'


class OnlyInformed(Refused):
    """The village only makes the matter known (公开告知): nothing is handed in for it there."""

    code = 'ONLY_INFORMED'
    sentence = '{matter}在村（社区）只作公开告知，当场告诉群众即可，不用收件。'
