"""Columns that the database can't read: sealed with a key of the hall whose schema the connection stands in."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from django.conf import settings
from django.db import connection as default_connection
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django_tenants.utils import get_public_schema_name

from govhall.kernel.sealing import Keyring, read_keyring
from tenants.context import NoHall


@cache
def keyring() -> Keyring:
    """The master keys of this cell. Raises ValueError if the settings hold none; see project/checks.py."""
    return read_keyring(settings.MASTER_KEY, settings.OLD_MASTER_KEYS)


# Django's own class takes no type parameters when it runs.
if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


class _Column(AnyField):
    """A `bytea` column that knows its hall and its own name."""

    def get_internal_type(self) -> str:
        """Stored as bytes."""
        return 'BinaryField'

    @property
    def place(self) -> str:
        """Table and column, to which the content is bound."""
        return f'{self.model._meta.db_table}.{self.column}'


class _SealedField(_Column, ABC):
    """A value that only its hall can read; it can't be searched or ordered by, only be there or not."""

    @abstractmethod
    def dump(self, value: Any) -> bytes:
        """The value as bytes."""

    @abstractmethod
    def load(self, text: bytes) -> Any:
        """The value again."""

    def get_lookup(self, lookup_name: str) -> 'type[Lookup[Any]] | None':
        """No comparison in SQL: two seals of one value differ."""
        return super().get_lookup(lookup_name) if lookup_name == 'isnull' else None

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> bytes | None:
        """Seal on the way in."""
        if value is None:
            return None
        return keyring().seal(self.dump(value), hall=_hall(connection), column=self.place)

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Any:
        """Open on the way out. Raises Unreadable."""
        if value is None:
            return None
        return self.load(keyring().open(bytes(value), hall=_hall(connection), column=self.place))


class SealedJSON(_SealedField):
    """What a JSON column holds, sealed."""

    def dump(self, value: Any) -> bytes:
        """JSON, UTF-8."""
        return msgspec.json.encode(value)

    def load(self, text: bytes) -> Any:
        """Builtins."""
        return msgspec.json.decode(text)


class SealedText(_SealedField):
    """Text, sealed."""

    def dump(self, value: Any) -> bytes:
        """UTF-8."""
        return str(value).encode()

    def load(self, text: bytes) -> str:
        """The text."""
        return text.decode()


class BlindIndex(_Column):
    """A keyed hash of one word of a sealed column, kept in step with it at every save, for looking up exactly.

    `of` names the sealed column, `word` the key in its JSON object; `last` the number of characters at its end that
    are hashed, if not all: more rows have the same ones.
    """

    def __init__(self, *args: Any, of: str = '', word: str = '', last: int = 0, **options: Any) -> None:
        self.of, self.word, self.last = of, word, last
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """For migrations."""
        name, path, args, options = super().deconstruct()
        told = {'of': self.of, 'word': self.word} | ({'last': self.last} if self.last else {})
        return name, path, args, {**options, **told}

    def hashed(self, whole: Mapping[str, Any]) -> str:
        """What is hashed of the sealed column's object."""
        return str(whole[self.word])[-self.last :]

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        """What the word gives now."""
        text = self.hashed(getattr(model_instance, self.of))
        found = keyring().index(text, hall=_hall(default_connection), column=self.place)
        setattr(model_instance, self.attname, found)
        return found

    def candidates(self, text: str) -> list[bytes]:
        """What rows of the current hall with this text may hold; more than one after a change of master keys."""
        return keyring().indexes(text, hall=_hall(default_connection), column=self.place)


def is_sealed(field: object) -> bool:
    """Whether the column's value is made when it is written."""
    return isinstance(field, _Column)


def _hall(connection: Any) -> str:
    name = str(getattr(connection, 'schema_name', ''))
    if name in ('', get_public_schema_name()):
        raise NoHall('sealed columns belong to a hall')
    return name
