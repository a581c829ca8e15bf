"""A read that every call asks: written with the ORM, so that each rule is said once, and turned into SQL once."""

from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, F, Field, Func, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler


class Param(Expression):
    """A value that each call of a compiled query gives anew, by its name."""

    def __init__(self, name: str, field: 'Field[Any, Any]') -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, _compiler: object, _connection: object) -> tuple[str, tuple[Any, ...]]:
        """One place for a parameter, and itself as what will stand there."""
        return '%s', (self,)


def among(column: str, values: Expression | Subquery) -> Func:
    """Whether a column is one of an array of any length, which stands in one place: `IN` has a place for each."""
    return Func(F(column), values, template='(%(expressions)s))', arg_joiner=' = ANY(', output_field=BooleanField())


class CompiledQuery:
    """A `values_list` over named columns with `Param` places in it, built when it is first asked.

    Only for reads whose shape never changes: None, which would ask for `IS NULL`, cannot be given. The tables are those
    of the hall in which it is asked.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._ready: tuple[str, tuple[Any, ...], Callable[[list[tuple[Any, ...]]], list[Any]]] | None = None
        self._lock = Lock()

    def __call__(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows. Raises KeyError if a value is missing."""
        statement, places, converted = self._ready or self._build()
        with connection.cursor() as cursor:
            cursor.execute(statement, [given[place.name] if isinstance(place, Param) else place for place in places])
            return converted(cursor.fetchall())

    def _build(self) -> tuple[str, tuple[Any, ...], Callable[[list[tuple[Any, ...]]], list[Any]]]:
        with self._lock:
            if self._ready is None:
                query = self._make().query
                compiler = query.get_compiler(connection=connection)
                statement, places = compiler.as_sql()
                self._ready = statement, tuple(places), _converter(compiler)
        return self._ready


def _converter(compiler: SQLCompiler) -> Callable[[list[tuple[Any, ...]]], list[Any]]:
    """What turns rows of the database into those that the ORM would give."""
    columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    if not converters:
        return list
    return lambda rows: [tuple(row) for row in compiler.apply_converters(rows, converters)]
