"""A line that a test makes bad: a TCP proxy that delays what it carries and breaks connections now and then."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from threading import Thread

Address = tuple[str, int]
CHUNK = 16 * 1024


class Wire:
    """Carries bytes from `at` to `to`. `delay` is seconds a chunk, `breaks` the chance that a chunk is the last.

    TCP hides lost packets: what a client sees of them is waiting and, in the end, a connection that is gone.
    """

    def __init__(self, at: Address, to: Address) -> None:
        self.delay = 0.0
        self.breaks = 0.0
        self.broken = 0
        self._at, self._to = at, to
        self._random = Random(7)  # noqa: S311 - the same faults at every run
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def open(self) -> Iterator['Wire']:
        """Listen until the block ends."""
        thread = Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        start = asyncio.start_server(self._carry, *self._at)
        server = asyncio.run_coroutine_threadsafe(start, self._loop).result(10)
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(server.close)
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(10)

    def make_bad(self, *, delay: float, breaks: float) -> None:
        """From now on."""
        self.delay, self.breaks = delay, breaks

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            far, on = await asyncio.open_connection(*self._to)
        except OSError:
            back.close()
            return
        await asyncio.gather(self._pump(near, on, back), self._pump(far, back, on))

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, other: asyncio.StreamWriter
    ) -> None:
        with suppress(OSError):
            while data := await source.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay * self._random.uniform(0.5, 1.5))
                if self._random.random() < self.breaks:
                    self.broken += 1
                    break
                sink.write(data)
                await sink.drain()
        sink.close()
        other.close()
