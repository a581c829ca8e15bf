"""Refusals that reads and writes of cases have in common."""

from govhall.kernel.errors import Refused


class NoSuchCase(Refused):
    """The hall has no such case."""

    code = 'NO_SUCH_CASE'
    status = 404
    sentence = '本大厅没有这件办件，请核对编号。'


class PeopleNotShown(Refused):
    """The person sees the progress of the case and has not said what they want to see its people for."""

    code = 'PEOPLE_NOT_SHOWN'
    status = 403
    sentence = '这里有申请人的信息，您看到的是办理进度。请先在办件页面“显示完整信息”里选好用途，半小时内可以打开。'
