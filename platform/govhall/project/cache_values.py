"""What stands in Valkey is data: JSON, never the framework's pickles, which run what somebody else has put there."""

import msgspec
from redis.exceptions import RedisError

Plain = None | bool | int | float | str | list[object] | dict[str, object]


class NotPlain(RedisError):
    """A value there is not ours. Who counts there goes on as if Valkey were away."""


class JsonValues:
    """Django's cache keeps JSON by this; integers as they are, so that Valkey can count with them."""

    def dumps(self, value: Plain) -> bytes | int:
        """The value as it is kept. Raises TypeError for whatever JSON has no word for."""
        if type(value) is int:
            return value
        if not isinstance(value, (bool, float, str, list, dict)) and value is not None:
            raise TypeError(f'{type(value).__name__} is no plain value')
        return msgspec.json.encode(value)

    def loads(self, data: bytes) -> Plain:
        """The value again. Raises NotPlain; nothing in it is ever called."""
        try:
            value: Plain = msgspec.json.decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
            raise NotPlain('a value in the cache is no JSON') from wrong
        return value
