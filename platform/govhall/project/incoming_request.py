"""A request on its way in: how much of it has come, and how long it may take. Pure; seconds are the caller's."""

import re
from enum import Enum

HEAD_BYTES = 64 * 1024
HEAD_SECONDS = 10.0
BODY_SECONDS = 20.0
SLOWEST = 32 * 1024  # bytes a second, over the whole body: a scan of ten megabytes has five minutes
END = b'\r\n\r\n'


class RequestStep(Enum):
    """What is to be done with it."""

    WAIT = 'wait'
    WHOLE = 'whole'
    TOO_LONG = 'too long'  # its head alone goes to the page that says so
    NO_LENGTH = 'no length'
    HEAD_TOO_LONG = 'head too long'


class ArrivingRequest:
    """What has come of one request since `began`; `patience` is how long nothing at all may come first."""

    __slots__ = ('began', 'data', 'expects', 'headed', 'length', 'most', 'patience', 'step')

    def __init__(self, began: float, *, patience: float, most: int) -> None:
        self.began, self.patience, self.most = began, patience, most
        self.data = bytearray()
        self.headed: float | None = None  # since when its head is complete
        self.length = 0  # of head and body
        self.expects = False  # the client waits to be told that it may send the body
        self.step = RequestStep.WAIT

    def take(self, chunk: bytes, now: float) -> RequestStep:
        """Add what has come; what is to be done now."""
        if not self.data:
            self.began = now
        looked = max(0, len(self.data) - len(END) + 1)
        self.data += chunk
        if self.headed is None:
            end = self.data.find(END, looked)
            if end < 0:
                return self._now(RequestStep.HEAD_TOO_LONG if len(self.data) > HEAD_BYTES else RequestStep.WAIT)
            self.headed = now
            self._read_head(end)
        if self.step is RequestStep.WAIT and len(self.data) >= self.length:
            return self._now(RequestStep.WHOLE)
        return self.step

    def until(self) -> float:
        """When its time is over."""
        if not self.data:
            return self.began + self.patience
        if self.headed is None:
            return self.began + HEAD_SECONDS
        return self.headed + BODY_SECONDS + self.length / SLOWEST

    def weight(self, now: float) -> float:
        """How much it holds for how long: what goes first where there is no room for all."""
        return len(self.data) * (now - self.began + 1.0)

    def split(self) -> tuple[bytes, bytes]:
        """The request, and what came after it."""
        return bytes(self.data[: self.length]), bytes(self.data[self.length :])

    def _now(self, step: RequestStep) -> RequestStep:
        self.step = step
        return step

    def _read_head(self, end: int) -> None:
        head = end + len(END)
        lines = bytes(self.data[:end]).split(b'\r\n')[1:]
        fields = [(name.strip().lower(), value.strip()) for name, _, value in (line.partition(b':') for line in lines)]
        lengths = [value for name, value in fields if name == b'content-length']
        # A length that can't be read is refused by whoever parses the head for good.
        body = int(lengths[0]) if len(lengths) == 1 and re.fullmatch(b'[0-9]{1,15}', lengths[0]) else 0
        self.length = head + body
        if any(name == b'transfer-encoding' for name, _ in fields):
            self.step = RequestStep.NO_LENGTH
        elif body > self.most:
            self.length, self.step = head, RequestStep.TOO_LONG
        else:
            self.expects = (b'expect', b'100-continue') in [(name, value.lower()) for name, value in fields]
