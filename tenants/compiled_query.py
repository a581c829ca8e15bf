"""A read that every call asks: written with the ORM, so that each rule is said once, and turned into SQL once."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

Row = TypeVar('Row', bound=Model)


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


class Compiled(NamedTuple):
    """A statement, what stands in its places, and what turns the database's rows into those that the ORM gives."""

    statement: str
    places: tuple[Any, ...]
    converted: Callable[[list[tuple[Any, ...]]], list[Any]]

    def ask(self, given: dict[str, Any]) -> list[Any]:
        """The rows. Raises KeyError if a value is missing."""
        with connection.cursor() as cursor:
            cursor.execute(
                self.statement, [given[place.name] if isinstance(place, Param) else place for place in self.places]
            )
            return self.converted(cursor.fetchall())


class CompiledQuery:
    """A `values_list` over named columns with `Param` places in it, built when it is first asked.

    Only for reads whose shape never changes: None, which would ask for `IS NULL`, cannot be given. The tables are those
    of the hall in which it is asked.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._ready: Compiled | None = None
        self._lock = Lock()

    def __call__(self, **given: Any) -> list[tuple[Any, ...]]:
        """The rows. Raises KeyError if a value is missing."""
        return (self._ready or self._build()).ask(given)

    def _build(self) -> Compiled:
        with self._lock:
            if self._ready is None:
                compiler = self._make().query.get_compiler(connection=connection)
                statement, places = compiler.as_sql()
                self._ready = Compiled(statement, tuple(places), _converter(compiler))
        return self._ready


class CompiledRows(Generic[Row]):
    """The same for whole rows of a model, with what was annotated beside them; it may lock them.

    Without `select_related`.
    """

    def __init__(self, make: Callable[[], QuerySet[Row]]) -> None:
        self._make = make
        self._ready: tuple[Compiled, Callable[[tuple[Any, ...]], Row], bool] | None = None
        self._lock = Lock()

    def __call__(self, **given: Any) -> list[Row]:
        """The rows. Raises KeyError if a value is missing, TransactionManagementError for a lock that ends at once."""
        compiled, row_of, locks = self._ready or self._build()
        if locks and not connection.in_atomic_block:
            raise TransactionManagementError('rows are locked inside a transaction only')
        return [row_of(row) for row in compiled.ask(given)]

    def first(self, **given: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self(**given)), None)

    def _build(self) -> tuple[Compiled, Callable[[tuple[Any, ...]], Row], bool]:
        with self._lock:
            if self._ready is None:
                rows = self._make()
                compiler = rows.query.get_compiler(connection=connection)
                statement, places = compiler.as_sql()
                compiled = Compiled(statement, tuple(places), _converter(compiler))
                self._ready = compiled, _row_maker(rows.model, compiler), rows.query.select_for_update
        return self._ready


def rows_by(model: type[Row], key: str, *, locks: bool = False, several: bool = False) -> CompiledRows[Row]:
    """The rows with a key, given by its name; with `several` those with one of a list, in the order of the key."""
    field: Field[Any, Any] = model._meta.get_field(key)  # type: ignore[assignment]  # no relation
    place = Param(key, ArrayField(field) if several else field)

    def made() -> QuerySet[Row]:
        rows = model._default_manager.all()
        rows = rows.select_for_update() if locks else rows
        return rows.filter(among(key, place)).order_by(key) if several else rows.filter(**{key: place})

    return CompiledRows(made)


def _row_maker(model: type[Row], compiler: SQLCompiler) -> Callable[[tuple[Any, ...]], Row]:
    """What makes a row of the model out of one of the database, as `QuerySet` does."""
    shape: dict[str, Any] = compiler.klass_info or {}
    columns: list[int] = shape['select_fields']
    begin, end = columns[0], columns[-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[begin:end]]
    beside = compiler.annotation_col_map or {}

    def made(row: tuple[Any, ...]) -> Row:
        one = model.from_db(connection.alias, names, row[begin:end])
        for name, place in beside.items():
            setattr(one, name, row[place])
        return one

    return made


def _converter(compiler: SQLCompiler) -> Callable[[list[tuple[Any, ...]]], list[Any]]:
    """What turns rows of the database into those that the ORM would give."""
    columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    if not converters:
        return list
    return lambda rows: [tuple(row) for row in compiler.apply_converters(rows, converters)]
