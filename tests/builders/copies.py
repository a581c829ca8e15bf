"""Many rows like one that the product has made, for tests of long lists."""

from collections.abc import Callable
from typing import Any

from django.db.models import AutoField, Model


def copies(row: Model, count: int, **changes: Callable[[int], Any]) -> None:
    """So many rows like this one; `changes` give the fields in which they differ, by the number of the copy."""
    kind = type(row)
    same = {
        field.attname: getattr(row, field.attname)
        for field in kind._meta.concrete_fields
        if not isinstance(field, AutoField) and field.attname not in changes
    }
    made = (
        kind(**same, **{name: change(number) for name, change in changes.items()}) for number in range(1, count + 1)
    )
    kind._default_manager.bulk_create(made)
