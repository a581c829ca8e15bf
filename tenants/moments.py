"""Reading at one moment: all that a page of figures reads is as it was when the page began."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction

View = TypeVar('View', bound=Callable[..., Any])


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every statement of the block see the database as the first one does.

    Inside a transaction that has begun nothing changes: it has seen already. The block only reads; what it wrote might
    have to be given up.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        yield


def at_one_moment(view: View) -> View:
    """A page that shows sums beside their parts, or a file of them: two reads of it never contradict each other."""

    @wraps(view)
    def reading(*args: Any, **kwargs: Any) -> Any:
        with one_moment():
            return view(*args, **kwargs)

    return reading  # type: ignore[return-value]
