"""Why figures are not shown."""

from govhall.kernel.errors import Refused


class NotAllowed(Refused):
    """The viewer holds no role that sees figures."""

    code = 'FORBIDDEN'
    sentence = '数字只对本大厅的领导、监督人员和管理员开放。需要查看，请找本大厅管理员开通。'


class OutOfScope(Refused):
    """The area is not the viewer's hall's own and not below it."""

    code = 'OUT_OF_SCOPE'
    sentence = '区划 {area} 不在本大厅的管辖范围内，请选择本级或下级区划。'


class BadPeriod(Refused):
    """The first day is after the last one, or the period is longer than a leap year."""

    code = 'BAD_PERIOD'
    sentence = '起始日期不能晚于截止日期，一次最多查 {days} 天，请调整日期。'


class TooManyRows(Refused):
    """A list was asked for with more rows than may be read at once."""

    code = 'QUERY_TOO_LARGE'
    sentence = '一次最多列出 {most} 行，请减小 first。'
