"""Those with the column, and then what no release may do."""

from tests.builders.later import column

__path__ = [*column.__path__, *__path__]
