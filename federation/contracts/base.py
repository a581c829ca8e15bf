"""The base of every message, and the one table that says which class a type name on the wire means."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import msgspec

from govhall.kernel.errors import Broken

TYPE_NAME = re.compile(r'[a-z]+(?:\.[a-z_]+)+\.v[1-9][0-9]*')
LARGEST_BODY = 64 * 1024  # CloudEvents: what every intermediary must forward


class UnknownMessage(Broken):
    """The type name is not in this release: the sender is newer than we are."""


class UnreadableMessage(Broken):
    """The body is not what its type promises."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What one hall tells another. Unknown fields are ignored, so a newer sender may add some within a version."""

    type_name: ClassVar[str] = ''
    vouches: ClassVar[bool] = False  # for all that its sender told by facts before it: it is applied after that
    packed: ClassVar[bool] = False  # MessagePack instead of JSON: bytes travel as they are
    largest: ClassVar[int] = LARGEST_BODY  # bytes of a body, before it is sealed


MessageClass = TypeVar('MessageClass', bound=type[Message])
_classes: dict[str, type[Message]] = {}
_decoders: dict[str, msgspec.json.Decoder[Any] | msgspec.msgpack.Decoder[Any]] = {}
_encoder = msgspec.json.Encoder(order='deterministic')
_packer = msgspec.msgpack.Encoder(order='deterministic')
_upcasters: dict[type[Message], Callable[[Any], Message]] = {}


def message(
    type_name: str, *, packed: bool = False, largest: int = LARGEST_BODY
) -> Callable[[MessageClass], MessageClass]:
    """Register a message class under its name on the wire, for example `case.handed_over.v1`.

    A message that is mostly bytes travels `packed`, and says with `largest` how many bytes its body may have.
    Raises ValueError if the name is not `words.and_words.vN` or is taken.
    """
    if not TYPE_NAME.fullmatch(type_name):
        raise ValueError(f'{type_name!r} is not a type name like case.handed_over.v1')
    if type_name in _classes:
        raise ValueError(f'{type_name} is registered twice')

    def register(cls: MessageClass) -> MessageClass:
        cls.type_name, cls.packed, cls.largest = type_name, packed, largest
        _classes[type_name] = cls
        _decoders[type_name] = msgspec.msgpack.Decoder(cls) if packed else msgspec.json.Decoder(cls)
        return cls

    return register


Older = TypeVar('Older', bound=Message)


def upcasts(old: type[Older]) -> Callable[[Callable[[Older], Message]], Callable[[Older], Message]]:
    """Register how a message of this version becomes one of the next, so that a receiver handles the newest alone.

    Both versions stay registered for one release: cells that are not upgraded yet go on saying the old one. What
    travels is never rewritten; hashes and signatures are over what was sent. Raises ValueError for a second one.
    """

    def register(upcaster: Callable[[Older], Message]) -> Callable[[Older], Message]:
        if old in _upcasters:
            raise ValueError(f'{old.type_name} has an upcaster already')
        _upcasters[old] = upcaster
        return upcaster

    return register


def registered() -> Mapping[str, type[Message]]:
    """All message classes by type name, as far as their modules have been imported."""
    return MappingProxyType(_classes)


def encode(value: Message) -> bytes:
    """The body on the wire: JSON or MessagePack, keys in a fixed order, so that equal messages have equal hashes."""
    if value.type_name not in _classes:
        raise TypeError(f'{type(value).__name__} has no type name: decorate it with @message')
    return _packer.encode(value) if value.packed else _encoder.encode(value)


def decode(type_name: str, body: bytes) -> Message:
    """The message in a body, in the newest version that this release knows.

    Raises UnknownMessage for a type that this release does not know, UnreadableMessage for a body that does not fit
    or is larger than its type may be.
    """
    decoder = _decoders.get(type_name)
    if decoder is None:
        raise UnknownMessage(type_name)
    if len(body) > _classes[type_name].largest:
        raise UnreadableMessage(f'{type_name}: {len(body)} bytes')
    try:
        decoded: Message = decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # The position of the fault and the expected type, never the value: bodies hold people's data.
        raise UnreadableMessage(f'{type_name}: {type(error).__name__}') from error
    while (upcaster := _upcasters.get(type(decoded))) is not None:
        decoded = upcaster(decoded)
    return decoded


def part_as_it_came(body: bytes, name: str) -> object:
    """One part of a body that has been decoded before, also what this release does not know of it; None for none.

    Who keeps it so can use it once the release knows it, without the message coming again.
    """
    whole = msgspec.json.decode(body)
    return whole.get(name) if isinstance(whole, dict) else None
