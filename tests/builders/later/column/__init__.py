"""All shipped migrations of casework, and one more that adds a column."""

from pkgutil import iter_modules

from govhall.casework import migrations as shipped

LAST = max(found.name for found in iter_modules(shipped.__path__))
__path__ = [*shipped.__path__, *__path__]
