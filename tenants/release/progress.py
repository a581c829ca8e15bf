"""A calm line for each tenth of the halls, on screens and in logs alike."""

from collections.abc import Callable

Say = Callable[[str], None]
SHARES = 10


def shares_of(count: int, say: Say) -> Callable[[int], None]:
    """What hears how many are done, and says so at most ten times."""
    said = 0

    def told(done: int) -> None:
        nonlocal said
        if done and (share := done * SHARES // count) > said:
            said = share
            say(f'halls: {done} of {count}')

    return told
