"""Those with the column, and then a table, and rows that are changed."""

from tests.builders.later import column

__path__ = [*column.__path__, *__path__]
