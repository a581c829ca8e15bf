"""Named places at which a test can make the process die, as a power cut would."""

import os

PLACES = (
    'emit.before_commit',
    'relay.lease_renewal',
    'relay.before_send',
    'relay.after_send',
    'relay.after_part_failed',
    'relay.after_remove',
    'intake.parking',
    'intake.before_commit',
    'intake.after_commit',  # and before the road is told how far the intake has come
)
FILE_PLACES = ('files.before_commit', 'files.before_tidying')
STORE_PLACES = ('files.written', 'files.before_rename', 'files.before_sync')
_left: dict[str, int] = {}


def arm(place: str, time: int = 1) -> None:
    """Let this process die when it is at the place for the so many-th time; no-op in production mode."""
    if os.environ.get('GOVHALL_MODE') == 'local' and place:
        if place not in PLACES + FILE_PLACES + STORE_PLACES:
            raise ValueError(f'no failpoint {place}')
        _left[place] = time


def failpoint(name: str) -> None:
    """Die here at once if it is this place's turn."""
    if name in _left:
        _left[name] -= 1
        if _left[name] == 0:
            os._exit(137)


arm(os.environ.get('GOVHALL_FAILPOINT', ''))
