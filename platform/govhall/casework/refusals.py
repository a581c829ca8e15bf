"""Refusals that reads and writes of cases have in common."""

from govhall.kernel.errors import Refused


class NoSuchCase(Refused):
    """The hall has no such case."""

    code = 'NO_SUCH_CASE'
    status = 404
    sentence = '本大厅没有这件办件，请核对编号。'
