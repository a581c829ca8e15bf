"""Record headers whose name is no text: Kafka stores any bytes, and kafka-python takes such a batch for a broken one.

It would then read the same batch again for ever, so whoever may write to a topic could stop its readers. The name is
read with its wrong bytes written out instead; such a header is none of ours, and the record is judged like any other.
"""

from typing import Any

from kafka.record.default_records import DefaultRecordBatch


class _LenientBytes(bytearray):
    """Bytes whose parts never fail to become text."""

    def __getitem__(self, place: Any) -> Any:
        part = super().__getitem__(place)
        return _LenientBytes(part) if isinstance(place, slice) else part

    def decode(self, encoding: str = 'utf-8', errors: str = 'strict') -> str:
        return super().decode(encoding, 'backslashreplace')


def read_any_header_name() -> None:
    """Let kafka-python read such batches; more calls change nothing."""
    strict = DefaultRecordBatch._read_msg
    if getattr(strict, 'is_lenient', False):
        return

    def _read_msg(batch: Any) -> Any:
        try:
            return strict(batch)
        except UnicodeDecodeError:  # nothing has moved yet: its place is set when a record was read whole
            batch._buffer = _LenientBytes(batch._buffer)
            return strict(batch)

    _read_msg.is_lenient = True  # type: ignore[attr-defined]
    DefaultRecordBatch._read_msg = _read_msg
