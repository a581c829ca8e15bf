"""One duty of a cell, done once by a process that a failpoint may end: `python -m tests.fault.carrier cut`."""

import sys

import django


def main(duty: str) -> None:
    """Do what there is to do for it, and end."""
    django.setup()
    DUTIES[duty]()


def cut() -> None:
    """What the worker does about files that are to leave."""
    from tests.builders.world import World  # noqa: PLC0415 - models can be imported only now

    World().cut()


def relay() -> None:
    """From the outbox to the log."""
    from federation.link.factory import open_sender  # noqa: PLC0415
    from federation.relay.relay import Relay  # noqa: PLC0415

    at_work = Relay(open_sender())
    while at_work.once():
        pass


def intake() -> None:
    """From the log to the halls."""
    from django.conf import settings  # noqa: PLC0415

    from federation.inbox.offsets import position  # noqa: PLC0415
    from federation.intake.consumer import Intake  # noqa: PLC0415
    from federation.link.factory import open_reader  # noqa: PLC0415

    at_work = Intake(open_reader(position), settings.CELL)
    while at_work.once(0):
        pass


DUTIES = {'cut': cut, 'relay': relay, 'intake': intake}

if __name__ == '__main__':
    main(sys.argv[1])
